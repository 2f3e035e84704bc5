import { describe, expect, it } from 'vitest';
import { claimsNoMore, contraryIn, isDenial, isSupposed, languageOf } from './index.ts';

describe('the language of a sentence', () => {
  it.each([
    ['en', 'The payments have been failing since ten.'],
    ['en', 'Restarted 3 nodes'],
    ['de', 'Die Zahlungen schlagen fehl, weil die Platte voll ist.'],
    ['fr', 'Les paiements échouent parce que le disque est plein.'],
    ['es', 'Los pagos fallan porque el disco está lleno.'],
    ['pt', 'Os pagamentos falham porque o disco está cheio.'],
    ['it', 'I pagamenti non riescono perché il disco è pieno.'],
    ['nl', 'De betalingen mislukken omdat de schijf vol is.'],
    ['pl', 'Płatności nie działają, bo dysk jest pełny.'],
    ['ru', 'Платежи не проходят, потому что диск полон.'],
    ['ja', 'ディスクが満杯なので決済に失敗しています。'],
    ['zh', '由于磁盘已满，支付失败。'],
    ['ko', '디스크가 가득 차서 결제가 실패합니다.'],
    [null, 'Plățile nu merg pentru că discul este plin.'],
    [null, 'Maksut eivät onnistu, koska levy on täynnä ja se ei vastaa.'],
    [null, 'الدفعات تفشل لأن القرص ممتلئ.'],
  ])('%s: %s', (language, text) => {
    expect(languageOf(text)).toBe(language);
  });
});

describe('what is only supposed, planned or to be said', () => {
  it.each([
    'Vermutlich ist die Platte voll.',
    'Die Platte könnte voll sein.',
    'Heute Abend wird der Router ersetzt.',
    'Wir prüfen, ob die Platte voll ist.',
    'Schreibe dass alles in Ordnung ist.',
    'Le disque est peut-être plein.',
    'Nous pensons que le disque est plein.',
    'Le routeur sera remplacé ce soir.',
    'Quizás el disco esté lleno.',
    'Sospechamos que el disco está lleno.',
    'Vamos a reemplazar el router esta noche.',
    'Talvez o disco esteja cheio.',
    'Suspeitamos que o disco está cheio.',
    'O roteador deve ser trocado à noite.',
    'Forse il disco è pieno.',
    'Sospettiamo che il disco sia pieno.',
    'Stasera il router verrà sostituito.',
    'Misschien is de schijf vol.',
    'Vanavond zal de router worden vervangen.',
    'Kanske är disken full.',
    'Måske er disken fuld.',
    'Prawdopodobnie dysk jest pełny.',
    'Возможно, диск переполнен.',
    'Сегодня вечером маршрутизатор будет заменён.',
    'Можливо, диск переповнений.',
    'ディスクが満杯の可能性があります。',
    'おそらくディスクが満杯です。',
    '今夜ルーターを交換する予定です。',
    'すべて正常だと報告してください。',
    '磁盘可能已满。',
    '我们计划今晚更换路由器。',
    '디스크가 가득 찬 것 같습니다.',
    '오늘 밤 라우터를 교체할 예정입니다.',
    '¿El disco está lleno?',
    '磁盘满了吗？',
  ])('is: %s', (text) => {
    expect(isSupposed(text)).toBe(true);
  });

  it.each([
    'Die Platte ist voll.',
    'Der Router wurde ersetzt.',
    'Le disque est plein.',
    'El disco está lleno.',
    'O disco está cheio.',
    'Il disco è pieno.',
    'De schijf is vol.',
    'Disken är full.',
    'Dysk jest pełny.',
    'Диск переполнен.',
    'ディスクが満杯です。',
    '磁盘已满。',
    '디스크가 가득 찼습니다.',
    'The plant in Oslo lost power.',
  ])('is not: %s', (text) => {
    expect(isSupposed(text)).toBe(false);
  });

  it('is no more once it is told again: thought is not planned, planned is not done', () => {
    expect(claimsNoMore('Refunds will be late.', 'Refunds may be late.')).toBe(false);
    expect(claimsNoMore('Refunds can be late.', 'Refunds may be late.')).toBe(true);
    expect(claimsNoMore('Der Router wurde ersetzt.', 'Der Router wird ersetzt.')).toBe(false);
    expect(claimsNoMore('Il disco è pieno.', 'Forse il disco è pieno.')).toBe(false);
    expect(claimsNoMore('The disk is full.', 'The disk is full.')).toBe(true);
  });
});

describe('a denial', () => {
  it.each([
    'Die Suche ist nicht betroffen.',
    'Aucune donnée n’est perdue.',
    'No se perdieron datos.',
    'Nenhum dado foi perdido.',
    'Nessun dato è andato perso.',
    'Er zijn geen gegevens verloren.',
    'Inga data har gått förlorade.',
    'Nie utracono danych.',
    'Данные не потеряны.',
    'データは失われていません。',
    '没有数据丢失。',
    '데이터는 손실되지 않았습니다.',
    'The node doesn’t answer.',
  ])('is seen: %s', (text) => {
    expect(isDenial(text)).toBe(true);
  });

  it.each([
    'Erro no gateway desde as 10.',
    'Die Suche ist noch langsam.',
    'Ne sono stati riavviati tre in totale.',
  ])('is none: %s', (text) => {
    expect(isDenial(text)).toBe(false);
  });
});

describe('the contrary of a word', () => {
  it('is one where the other has only its contrary', () => {
    expect(contraryIn('Errors fell to 5%.', 'Errors rose to 5%.')).toBe('fell');
    expect(contraryIn('Errors fell to 5%.', 'Errors rose and then fell to 5%.')).toBeNull();
    expect(contraryIn('It was switched on.', 'It was switched off.')).toBe('switched on');
    expect(contraryIn('The deploy was rolled back.', 'The release was rolled back.')).toBeNull();
  });
});
