import { describe, expect, test } from 'vitest';
import { isItWas, tellsCause } from './cause.ts';
import { cuesOf } from './cues.ts';

describe('a cause', () => {
  test.each([
    ...['Root cause: a merge filled the disk of node 3.', 'The outage was caused by an expired certificate.'],
    ...['The cause of the outage was a full disk.', 'Root cause (confirmed): the DNS record was gone'],
    ...['It was not caused by the deploy but by the disk.', 'The cause is not the deploy but the disk.'],
    ...['Cause: unknown host in the config', 'Cause: pending transactions blocked the table'],
    ...[
      'Cause: missing index on orders',
      'Cause: nobody renewed the certificate',
      'Cause: not enough memory',
    ],
    ...[
      'Cause: investigation job locked the table',
      'Cause: due to a full disk',
      'Cause: waiting locks piled up',
    ],
    ...['Cause: we do not check certificates', 'The root cause was that the job did not run.'],
    ...['The root cause was identified as a failed configuration.', 'Cause: the node was not reachable'],
    ...['The root cause was an expired certificate, which may have hit others.'],
    ...['The root cause of the packet loss and subsequent latency was two independent cuts of a cable.'],
    ...['Ursache: das Zertifikat wurde nicht erneuert', 'Die Ursache ist ein noch altes Zertifikat.'],
    ...[
      'Die Ursache ist nicht das Release, sondern die Platte.',
      'Ursache: das Release war noch nicht getestet',
    ],
    ...[
      'Cause : le certificat n’est pas renouvelé',
      'Causa: el certificado aún era válido, el disco está lleno',
    ],
    ...['Causa: o disco ainda estava cheio', 'Oorzaak: het certificaat is nog niet vernieuwd'],
    ...['Przyczyna: dysk jest jeszcze pełny', 'Причина: сервис не устанавливает соединение'],
    ...['原因：查询超时', '原因：健康检查失败', '原因：证书尚未更新', '原因は調査用クエリでした。'],
    ...['原因は証明書がまだ更新されていなかったことです。', '원인: 인증서가 아직 갱신되지 않음'],
    ...['السبب: شهادة غير صالحة', 'السبب: الشهادة لم تجدد'],
  ])('is told: %s', (text) => {
    expect(tellsCause(text)).toBe(true);
  });

  test.each([
    ...[
      'It was not caused by the deploy.',
      "The outage wasn't caused by the deploy.",
      'Cause: not the deploy',
    ],
    ...['The cause is not the deploy.', 'The cause was neither the deploy nor the disk.'],
    ...['No errors were caused by the deploy.', 'Nothing was caused by the deploy.'],
    ...['Cause: the deploy was ruled out', 'We ruled out the deploy as root cause.', 'No root cause so far.'],
  ])('is not what is denied: %s', (text) => {
    expect(tellsCause(text)).toBe(false);
    expect(cuesOf(text, '')).not.toContain('cause');
  });

  test.each([
    ...['Cause: pending', 'Cause: TBC', 'Cause: TBD', 'Cause: under investigation', 'Cause: nobody knows'],
    ...['Cause: unknown yet', 'Root cause: n/a', 'Root cause: ?', 'Cause: we are still looking'],
    ...['Root cause analysis: due Friday', 'Root cause: due Friday', 'Cause: waiting for the vendor'],
    ...['The full root cause is still under investigation.', 'The root cause is a mystery.'],
    ...['The root cause is still ongoing and we work on it.', 'The cause was never found.'],
    ...['The root cause is understood.', 'Root cause: fixed', 'The root cause will be shared later.'],
    ...['The root cause is not known because logs are missing.', 'It was caused by an unknown factor.'],
    ...['We have mitigated the cause of the issue and the service is fine.'],
    ...['We apologise for the disruption caused by this issue.', 'Cause: see ticket OPS-12'],
    ...['Ursache: noch unklar', 'Ursache: wird untersucht', 'Die Ursache ist gefunden.', 'Ursache: TBD'],
    ...['Die Ursache ist nicht das Release.', 'Cause : pas encore identifiée', 'Cause : en cours d’analyse'],
    ...['Causa: aún no se conoce', 'Causa: em investigação', 'La causa è ancora sconosciuta.'],
    ...['Oorzaak: wordt onderzocht', 'Årsag: ikke kendt endnu', 'Przyczyna: nieznana', 'Причина: выясняется'],
    ...['原因は不明です。', '原因は特定されました。', '原因はまだ分かっていません。', '原因：尚未查明'],
    ...['원인: 조사 중', 'السبب غير معروف.', 'السبب: قيد التحقيق'],
  ])('is not told where it is not known, or only that it is: %s', (text) => {
    expect(tellsCause(text)).toBe(false);
  });

  test.each([
    ...[
      'Suspected root cause: a job removed machines.',
      'Likely cause: the deploy',
      'Cause: maybe the deploy',
    ],
    ...['We believe it was caused by the deploy.', 'If the cause is the disk, we move it.'],
    ...['Say that the root cause is DNS.', 'mögliche Ursache: das Zertifikat'],
  ])('is not told where it is supposed: %s', (text) => {
    expect(tellsCause(text)).toBe(false);
  });

  test.each([
    ['It was the load balancer: its timeout was set to 1 s.', true],
    ['It turned out to be the cache: keys never expired.', true],
    ['It was our Redis: out of memory.', true],
    ['It was a bad deploy: the pool was set to 1.', true],
    ['It was an expired certificate: nobody renewed it.', true],
    ['It is the third time: the disk is full.', false],
    ['It was the third time: the disk was full.', false],
    ['It is an outage: all regions are down.', false],
    ['It was an outage: all regions were down.', false],
    ['It was the right call: errors fell.', false],
    ['It was a case of follow-on impact: speech, then search.', false],
    ['It was the customer: they told us.', false],
    ['It is the load balancer: we look at it.', false],
  ])('may be told as “it was …”: %s', (text, isCause) => {
    expect(isItWas(text)).toBe(isCause);
    expect(tellsCause(text)).toBe(isCause);
  });
});
