/** Results of processing (GOST R 54619-2011, order 285, table of EGTS_PC codes). */
export const CODE = {
  ok: 0,
  unsupportedProtocol: 128,
  encrypted: 129,
  headerForm: 131,
  dataForm: 132,
  unsupportedType: 133,
  headerCrc: 137,
  dataCrc: 138,
  serviceNotFound: 148,
  serviceUnknown: 150,
  idNotFound: 153,
} as const;

export const PACKET = { response: 0, appData: 1, signedAppData: 2 } as const;
export const SERVICE = { auth: 1, teledata: 2, commands: 4, firmware: 9, ecall: 10 } as const;
