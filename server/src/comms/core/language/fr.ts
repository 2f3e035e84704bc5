import type { Language } from './language.ts';

export const fr: Language = {
  code: 'fr',
  symptoms: {
    unavailable: 'indisponibilité par moments',
    errors: 'erreurs ou échecs de requêtes',
    slow: 'lenteurs',
    delayed: 'retards',
    'sign-in': 'problèmes de connexion au compte',
    connection: 'problèmes de réseau',
    'wrong-data': 'données manquantes ou inexactes',
    degraded: 'performances réduites',
  },
  notWorking: 'actions qui ne fonctionnent pas par moments',
  plain: {
    investigating: (apps) => `Nous recherchons l’origine d’un problème : ${apps}.`,
    identified: (apps) => `Le problème est identifié et nous préparons une correction : ${apps}.`,
    monitoring: (apps) => `Une correction est en place et nous la surveillons : ${apps}.`,
    resolved: (apps) => `Le problème est résolu : ${apps}.`,
    'still-working': (apps) => `Nous travaillons toujours sur le problème : ${apps}.`,
  },
  plainNextUpdate: (time) => `Prochain message avant ${time}.`,
  someApps: 'certains de nos services',
  andMore: (count) => `${count} autres`,
  others: 'd’autres',
  // The age of Kandel and Moles turned into a school year.
  grade: ({ words, sentences, syllables }) =>
    0.39 * (words / sentences) + 11.8 * ((0.8 * syllables) / words) - 15.59,
  gradeMax: 13,
  lexicon: {
    symptoms: {
      unavailable:
        /(indisponib\p{L}+|inaccessib\p{L}+|hors (service|ligne)|ne fonctionn\p{L}+ pas|en panne|pannes?|interruptions?)/giu,
      errors: /(erreurs?|échec\p{L}*|échou\p{L}+|impossib\p{L}+|rejet\p{L}+)/giu,
      slow: /(lent(e?s?|eurs?|ement)\b|latences?|temps de réponse)/giu,
      delayed: /(retards?|retardé\p{L}*|file d.attente)/giu,
      'sign-in': /(se connecter|connexion au compte|authentification|identification|mots? de passe)/giu,
      connection: /(réseau|connectivité|délais? dépassés?|coupures?)/giu,
      'wrong-data':
        /(données (manquantes|inexactes|erronées|incomplètes|perdues)|perte de données|doublons?)/giu,
      degraded: /(dégrad\p{L}+|réduit\p{L}*|intermitten\p{L}+|perturb\p{L}+)/giu,
    },
    says: {
      investigating: /(recherch\p{L}+|enquêt\p{L}+|analys\p{L}+|examin\p{L}+)/giu,
      identified: /identifi\p{L}+/giu,
      monitoring: /surveill\p{L}+/giu,
      resolved: /résolus?e?s?/giu,
      'still-working': /(toujours|encore|continu\p{L}+)/giu,
    },
    over: /(?<!(?:pas|pas encore|jusqu.à ce que|une fois|dès que|quand|partiellement) (?:[^\s.!?]+ ){0,4})(résolue?s?|corrigée?s?|rétablie?s?|retour à la normale|terminée?s?)(?=[^\p{L}]|$)/giu,
    works:
      /(?<!(?:pas|jusqu.à ce que|une fois que|dès que|quand|si|lorsque|certains) (?:[^\s.!?]+ ){0,4})(?:fonctionne(?:nt)? (?:(?:de|à) nouveau|normalement)|(?:est|sont) (?:de|à) nouveau (?:disponible|accessible|en ligne|en service)\p{L}*|(?:est|sont) de retour|tout fonctionne|refonctionne\p{L}*|(?:tout le monde|chacun|tous|les (?:clients|utilisateurs)) peu(?:t|vent) (?!(?:re|ré)?essayer)[^.\n]{2,40}(?:de|à) nouveau)/giu,
    ongoing:
      /(toujours|encore (en cours|à l.œuvre)|en cours|nous (recherchons|enquêtons|examinons|travaillons)|prochain message)/giu,
    known:
      /(cause (est |a été )?(identifiée|trouvée)|(problème|cause) (est|a été) identifiée?|cause racine|cause est (?:maintenant |désormais )?(?:connue|établie|claire)|(?<!dès que nous |quand nous )connaissons (?:maintenant )?la cause)/giu,
    fixed:
      /(?:(?:correction|correctif|solution) (?:est|a été) (?:maintenant )?(?:déployée?|appliquée?|en place|mise? en place)|avons (?:déployé|appliqué|mis en place) (?:une|la|un|le) (?:correction|correctif|solution))/giu,
    blame:
      /(la faute|par la faute|fautifs?|responsab(le|ilité) (du|de la|d.un)|erreurs? humaines?|néglig\p{L}+|incompéten\p{L}+|(fournisseur|prestataire|sous-traitant|technicien|collègue|employé)\p{L}*\b[^.\n]{0,40}(causé|cassé|oublié|supprimé|provoqué)|erreur (?:de|d.|du|des|commise par) ?(?:notre|nos|la|le|l.|un|une|son)? ?(?:fournisseur|prestataire|hébergeur|technicien|ingénieur|collègue|employé|équipe|partenaire|opérateur)\p{L}*|(?:a|ont) (?:fait|commis) une (?:\p{L}+ )?erreur)/giu,
    blameByName:
      /(?<![\p{L}\p{N}'’-])(?!(?:X+|Cela|Ceci|Ça|Il|Elle|On|Ce|Qui|Nous|Vous)(?!\p{L}))\p{Lu}[\p{L}\p{N}&-]+ (?:a|ont) (?:cassé|coupé|supprimé|oublié|endommagé|mal configuré)(?!\p{L})/gu,
    promise:
      /((sera|seront|devrait|devraient|va|vont)\s(?:\S+\s){0,4}(résolue?s?|corrigée?s?|rétablie?s?|disponibles?|terminée?s?|résoudre|corriger|rétablir)|garanti\p{L}*|promett\p{L}+|promis|sous peu|bientôt|dans (quelques|les prochaines) (minutes|heures)|(?:re)?produira (?:plus|jamais|pas)|arrivera (?:plus|jamais|pas)|(?:sera|seront)\s(?:\S+\s){0,4}(?:en place|opérationnel\p{L}*|accessibles?|de retour)|pourrez\s(?:\S+\s){0,5}(?:de|à) nouveau)/giu,
    speculation:
      /(probablement|sans doute|peut-être|apparemment|vraisemblab\p{L}+|nous (pensons|croyons|supposons|soupçonnons)|il semble\p{L}*|éventuellement|soi-disant)/giu,
    aboutWork:
      /(recherch\p{L}+|nos équipes|nous \p{L}+|ingénieur\p{L}*|correction|message|excus\p{L}+|patience|merci|surveill\p{L}+|cause|veuillez|résolu\p{L}*)/giu,
    workaround: /(contournement|en attendant|réessay\p{L}+|à la place|recommand\p{L}+)/giu,
    counted:
      /^(?:\s*%|\s+(?:pour cent|des?|d.)(?!\p{L})|\s+(?:\p{L}+\s){0,2}(?:clients?|utilisateurs?|personnes?|comptes?|organisations?|entreprises?|sites?|hôpitaux|requêtes?|appels?|commandes?|paiements?|messages?|sessions?|connexions?|dossiers?|fichiers?|services?|serveurs?|secondes?|minutes?|heures?|jours?|semaines?|erreurs?)(?!\p{L}))/iu,
    nextUpdate: /(messages?|mises? à jour|informer\p{L}*|nouvelles)/giu,
    jargon:
      /\b(cause racine|failover|rollback|pods?|nœuds?|base de données|backend|répli\p{L}*|cache|hotfix|feature flag)\b/giu,
  },
};
