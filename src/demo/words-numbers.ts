import type { Language } from './words.ts';

/** What the parts of a number are; `*` is where names stand. */
const EN = {
  inBlock: 'addresses in *',
  usable: 'usable addresses',
  keptByAws: 'that AWS keeps in every subnet: the first four and the last',
  takenByOthers: 'taken by others in the subnet',
  takenByEnis: 'of Lambda’s ENIs: *',
  freeNow: 'free now',
  inSubnet: 'in subnet *',
  ofOtherServices: 'of other services',
  ofQuota: 'of a quota of *',
  roomLeft: 'more would fit',
  openNow: 'open now, * of what it can carry',
  oneCarries: 'is what one ENI carries',
  enisOfPairing: 'ENIs of this pairing share its connections: *',
  perEnvironment: 'kept by each environment of *',
  perCall: 'opened by each call of *',
  peakInVpc: 'most in VPC *',
  longFrom: '* (from then on)',
  callsFailed: 'calls: *',
  peakOfEni: 'most on *',
  attempted: 'attempted',
  accepted: 'accepted',
  refused: 'refused',
  refusedAtEni: 'refused at *',
};

export type NumberWord = keyof typeof EN;

const PT: typeof EN = {
  inBlock: 'endereços em *',
  usable: 'endereços utilizáveis',
  keptByAws: 'que a AWS guarda em cada sub-rede: os quatro primeiros e o último',
  takenByOthers: 'ocupados por outros na sub-rede',
  takenByEnis: 'das ENIs da Lambda: *',
  freeNow: 'livres agora',
  inSubnet: 'na sub-rede *',
  ofOtherServices: 'de outros serviços',
  ofQuota: 'de uma cota de *',
  roomLeft: 'ainda cabem',
  openNow: 'abertas agora, * do que ela suporta',
  oneCarries: 'é o que uma ENI suporta',
  enisOfPairing: 'ENIs deste par dividem as conexões: *',
  perEnvironment: 'mantidas por cada ambiente de *',
  perCall: 'abertas por cada chamada de *',
  peakInVpc: 'no máximo na VPC *',
  longFrom: '* (a partir daí)',
  callsFailed: 'chamadas: *',
  peakOfEni: 'no máximo em *',
  attempted: 'tentadas',
  accepted: 'aceitas',
  refused: 'recusadas',
  refusedAtEni: 'recusadas em *',
};

export const NUMBER_WORDS: Readonly<Record<Language, typeof EN>> = { en: EN, pt: PT };
