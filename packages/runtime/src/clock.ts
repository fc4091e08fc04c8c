/** Tells the time. Whatever decides something takes the instant as an argument; shells get it from a Clock, tests from a fixed one. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
