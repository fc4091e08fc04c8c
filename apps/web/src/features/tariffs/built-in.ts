/** The id of the version the product brings along for who has entered none. */
export const BUILT_IN_TARIFF = 'built-in';
