/** Everybody knows these; accounts of this domain open doors in the demo only. */
export const DEMO_COMPANY = 'ЦементТрест';
export const DEMO_DOMAIN = 'karavan.demo';
