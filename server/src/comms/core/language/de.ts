import type { Language } from './language.ts';

export const de: Language = {
  code: 'de',
  symptoms: {
    unavailable: 'zeitweise kein Zugriff',
    errors: 'Fehler oder fehlgeschlagene Anfragen',
    slow: 'langsame Antworten',
    delayed: 'Verzögerungen',
    'sign-in': 'Probleme bei der Anmeldung',
    connection: 'Verbindungsprobleme',
    'wrong-data': 'fehlende oder falsche Daten',
    degraded: 'eingeschränkte Leistung',
  },
  notWorking: 'Vorgänge, die zeitweise nicht funktionieren',
  plain: {
    investigating: (apps) => `Wir untersuchen ein Problem mit ${apps}.`,
    identified: (apps) => `Wir haben das Problem mit ${apps} erkannt und arbeiten an der Behebung.`,
    monitoring: (apps) => `Die Korrektur für ${apps} ist aktiv und wir beobachten sie.`,
    resolved: (apps) => `Das Problem mit ${apps} ist behoben.`,
    'still-working': (apps) => `Wir arbeiten weiterhin am Problem mit ${apps}.`,
  },
  plainNextUpdate: (time) => `Nächste Nachricht bis ${time}.`,
  someApps: 'einigen unserer Dienste',
  andMore: (count) => `${count} weiteren`,
  others: 'anderes',
  // Wiener Sachtextformel, the one of long words and sentence length.
  grade: ({ words, sentences, longWords }) =>
    0.2656 * (words / sentences) + 0.2744 * ((100 * longWords) / words) - 1.693,
  gradeMax: 16,
  lexicon: {
    symptoms: {
      unavailable:
        /(nicht (\p{L}+ )?(erreichbar|verfügbar|nutzbar|aufrufbar|funktionier\p{L}+)|unerreichbar|ausfall|ausfälle|ausgefallen|offline)/giu,
      errors:
        /(fehler(?!frei)\p{L}*|fehlgeschlagen\p{L}*|schlag\p{L}* fehl|scheiter\p{L}+|abgelehnt|abst[uü]rz\p{L}*)/giu,
      slow: /(langsam\p{L}*|latenz\p{L}*|antwortzeit\p{L}*|träge)/giu,
      delayed: /(verzöger\p{L}+|verspät\p{L}+|rückstau\p{L}*|warteschlange\p{L}*)/giu,
      'sign-in': /(anmeld\p{L}+|einlogg\p{L}+|login\p{L}*|abmeld\p{L}+)/giu,
      connection: /(verbindung\p{L}*|zeitüberschreitung\p{L}*|timeouts?)/giu,
      'wrong-data': /((falsch|fehlend|unvollständig|veraltet|doppelt)e\p{L}* \p{L}+|datenverlust)/giu,
      degraded: /(eingeschränkt\p{L}*|beeinträchtig\p{L}+|zeitweise|vermehrt\p{L}*)/giu,
    },
    says: {
      investigating: /untersuch\p{L}+|prüfen/giu,
      identified: /erkannt|gefunden|identifiziert/giu,
      monitoring: /beobacht\p{L}+|überwach\p{L}+/giu,
      resolved: /behoben|gelöst/giu,
      'still-working': /weiterhin|noch/giu,
    },
    over: /(?<!(?:nicht|noch nicht|bis|sobald|wenn|teilweise) (?:[^\s.!?]+ ){0,3})(behoben|gelöst|wiederhergestellt|wieder normal|vorbei)(?! (ist|sind|wird|werden))/giu,
    works:
      /(?<!(?:nicht|bis|sobald|wenn|falls|ob|nachdem|nie|einige) (?:[^\s.!?]+ ){0,4})(?:funktionier\p{L}+ (?:\S+ ){0,2}wieder|(?:ist|sind) (?:\S+ ){0,2}wieder (?:da|verfügbar|erreichbar|online|nutzbar|in betrieb)|(?:läuft|laufen|geht|gehen) (?:\S+ )?wieder|(?:alle|jeder|nutzer|kunden)(?: \p{L}+){0,2} (?:kann|können) (?:\S+ ){0,4}wieder (?!versuchen)\p{L}+|(?:kann|können) sich (?:alle|jeder) (?:\S+ ){0,2}wieder \p{L}+)/giu,
    ongoing:
      /(weiterhin|(wir )?(untersuchen|arbeiten) (wir )?(noch|derzeit|gerade|weiter)|wird (noch|derzeit) (behoben|untersucht)|dauert an|nächste nachricht)/giu,
    known:
      /(haben (das|die|eine?) (problem|ursache|fehler)\S* .{0,60}(erkannt|gefunden|identifiziert)|(ursache|problem) (ist|wurde) (erkannt|gefunden|identifiziert)|grundursache|ursache (?:ist|wurde) (?:nun |jetzt |inzwischen )?(?:bekannt|geklärt|klar)|(?<!sobald wir |wenn wir )kennen (?:nun |jetzt )?die ursache)/giu,
    fixed:
      /(?:(?:korrektur|lösung|behebung|änderung) (?:ist|wurde) (?:nun |jetzt |bereits )?(?:aktiv|eingespielt|ausgerollt|umgesetzt)|haben (?:eine|die) (?:korrektur|lösung) (?:eingespielt|ausgerollt|umgesetzt))/giu,
    blame:
      /(schuld(?!ig(en|ung))\p{L}*|menschliche[sr]? (fehler|versagen)|bedienfehler|fahrlässig\p{L}*|unfähig\p{L}*|schlamp\p{L}+|(lieferant|anbieter|dienstleister|drittanbieter|techniker|mitarbeiter|kolleg)\p{L}*\b[^.\n]{0,40}(verursacht|kaputt|versagt|vergessen|gelöscht)|fehler (?:des|der|unseres|unserer|eines|einer|vom|von) (?:\p{L}+ )?(?:anbieter|lieferant|dienstleister|techniker|mitarbeiter|kolleg|hosting|hoster|provider|ingenieur|entwickler|betreiber|partner)\p{L}*|(?:hat|haben) (?:\p{L}+ )?(?:einen|den) (?:\p{L}+ )?fehler (?:gemacht|begangen)|war(?:en)? \p{L}+s fehler)/giu,
    blameByName:
      /(?<=^|[.!?]\s+|\n)(?!(?:X+|Das|Dies|Es|Wir|Sie|Er|Nutzer|Kunden|Alle)(?!\p{L}))\p{Lu}[\p{L}\p{N}&-]+ (?:hat|haben) (?:[^.\n]{1,40} )?(?:kaputt\p{L}*|zerstört|gekappt|getrennt|gelöscht|vergessen|beschädigt|falsch eingestellt)/gu,
    promise:
      /((wird|werden|sollte\p{L}*|dürfte\p{L}*)\s(?:\S+\s){0,6}(behoben|gelöst|wiederhergestellt|wieder (verfügbar|erreichbar|funktionieren|da)|abgeschlossen)|garantier\p{L}+|versprech\p{L}+|versprochen|in kürze|demnächst|(?<!so )\bbald\b(?! wie)|voraussichtlich\p{L}*|(?:wird|werden) (?:\S+\s){0,4}(?:nie|nicht)\s(?:wieder|mehr|noch einmal)\s(?:\S+\s){0,2}(?:vorkommen|passieren|geschehen|auftreten)|(?:passiert|geschieht|kommt) (?:das |so etwas )?(?:nie|nicht) (?:wieder|mehr)|(?:wird|werden)\s(?:\S+\s){0,6}(?:eingespielt|aktiv sein|bereit sein|da sein)|(?:können|werden)\s(?:\S+\s){0,4}(?:heute|morgen|ab|bis)\s(?:\S+\s){0,3}wieder\s\p{L}+)/giu,
    speculation:
      /(vermut\p{L}+|wahrscheinlich\p{L}*|anscheinend|offenbar|womöglich|möglicherweise|wir (glauben|denken|nehmen an)|eventuell|angeblich|mutmaßlich\p{L}*)/giu,
    aboutWork:
      /(untersuch\p{L}+|unser team|wir \p{L}+|techniker\p{L}*|behoben|behebung|nachricht|entschuldig\p{L}+|geduld|dank\p{L}*|beobacht\p{L}+|ursache|bitte)/giu,
    workaround: /(umgehung|in der zwischenzeit|erneut versuchen|stattdessen|alternativ|solange)/giu,
    counted:
      /^(?:\s*%|\s+(?:prozent|der|aller|von|unserer|des)(?!\p{L})|\s+(?:\p{L}+\s){0,2}(?:kund\p{L}+|nutzer\p{L}*|menschen|personen|konten|firmen|standorte\p{L}*|krankenhäuser\p{L}*|anfragen|aufrufe|aufträge|zahlungen|nachrichten|sitzungen|anmeldungen|fälle|dateien|dienste\p{L}*|server\p{L}*|sekunden|minuten|stunden|tagen?|wochen|fehler)(?!\p{L}))/iu,
    nextUpdate: /(nachricht\p{L}*|update\p{L}*|aktualisier\p{L}+|meld\p{L}+ uns|informier\p{L}+)/giu,
    jargon:
      /\b(root cause|grundursache|failover|rollback|pods?|knoten|datenbank\p{L}*|backend|replik\p{L}*|cache|hotfix|feature flag)\b/giu,
  },
};
