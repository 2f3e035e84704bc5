import { sentenceAt } from '../sentences.ts';
import { matches, type Rule } from './reading.ts';

export const blame: Rule = (reading) => {
  const { blame: said, blameByName } = reading.language.lexicon;
  const words = {
    rule: 'blame',
    level: 'blocking',
    message: (found: string) => `"${found}" puts the fault on somebody.`,
    advice: 'Say what users notice and what is being done; who did what belongs into the review.',
  } as const;
  return [...matches(reading, said, words), ...matches(reading, blameByName, words)];
};

/** An end is promised. The time of the next update is no such promise. */
export const promises: Rule = (reading) =>
  matches(reading, reading.language.lexicon.promise, {
    rule: 'promise',
    level: 'blocking',
    message: (found) => `"${found}" promises an end.`,
    advice: 'Promise the next update, not the end.',
  }).filter(({ start, end }) => {
    const sentence = sentenceAt(reading.sentences, start).text;
    const found = reading.text.slice(start, end);
    return !(
      isOf(reading.language.lexicon.nextUpdate, sentence) &&
      /^(shortly|soon|momentarily|bald|bientôt|sous peu|in kürze|demnächst|voraussichtlich\w*)$/iu.test(found)
    );
  });

export const speculation: Rule = (reading) =>
  matches(reading, reading.language.lexicon.speculation, {
    rule: 'speculation',
    level: 'blocking',
    message: (found) => `"${found}" says what is not known.`,
    advice: 'Say what is known, or that it is not known yet.',
  });

export const jargon: Rule = (reading) => [
  ...matches(reading, reading.language.lexicon.jargon, {
    rule: 'jargon',
    level: 'warning',
    message: (found) => `"${found}" is not a word of users.`,
    advice: 'Say what it means for them.',
  }),
  ...reading.knowledge.glossary.flatMap(({ word, say, language }) =>
    language !== null && language !== reading.language.code
      ? []
      : matches(
          reading,
          new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(word.trim())}(?![\\p{L}\\p{N}])`, 'giu'),
          {
            rule: 'wording',
            level: 'warning',
            message: (found) => `This organisation does not say "${found}" to users.`,
            advice: `Say "${say}".`,
          },
        ),
  ),
];

/** Names of what services are built of are the same in every language. What is public under such a name is no finding. */
const technologies =
  /(?<![\p{L}\p{N}-])(?:postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|kafka|rabbitmq|elasticsearch|opensearch|cassandra|dynamodb|clickhouse|memcached|etcd|zookeeper|nginx|haproxy|envoy|istio|traefik|kubernetes|k8s|docker|terraform|ansible|helm|jenkins|argo ?cd|grafana|prometheus|keycloak|minio|ceph|celery|sidekiq|hibernate|tomcat|jvm|systemd|kubectl|sudo|ssh|psql|grpc|(?:aws |amazon )?(?:s3|ec2|rds))(?![\p{L}\p{N}-])/giu;

export const technology: Rule = (reading) =>
  matches(reading, technologies, {
    rule: 'jargon',
    level: 'warning',
    message: (found) => `"${found}" is what the service is built of; users do not know it.`,
    advice: 'Say what it means for them.',
  });

function isOf(pattern: RegExp, text: string): boolean {
  return text.search(pattern) >= 0;
}
