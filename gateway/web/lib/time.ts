/** Moments as people read them, in a locale. All take RFC 3339 strings and epoch milliseconds. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Style = Intl.DateTimeFormatOptions;

const CLOCK: Style = { hour: '2-digit', minute: '2-digit' };
const DAY_OF_YEAR: Style = { month: 'short', day: 'numeric' };
const DAY_WITH_YEAR: Style = { ...DAY_OF_YEAR, year: 'numeric' };
const WEEKDAY: Style = { weekday: 'long', month: 'long', day: 'numeric' };
const TO_THE_SECOND: Style = { ...DAY_OF_YEAR, ...CLOCK, second: '2-digit' };
const FULL: Style = { dateStyle: 'full', timeStyle: 'short' };

/** Making a formatter costs a thousand times as much as using one. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatted(moment: Date, style: Style, locale: string | undefined): string {
  const key = `${locale} ${JSON.stringify(style)}`;
  let formatter = formatters.get(key);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat(locale, style);
    formatters.set(key, formatter);
  }
  return formatter.format(moment);
}

/** Days since an arbitrary day, in local time: equal for moments of one calendar day. */
export function dayNumber(moment: Date): number {
  return Math.floor((moment.getTime() - moment.getTimezoneOffset() * MINUTE) / DAY);
}

/** `10:02` */
export function clock(at: string, locale?: string): string {
  return formatted(new Date(at), CLOCK, locale);
}

/** `Friday, 7 March 2025 at 10:02`, for a tooltip. */
export function full(at: string, locale?: string): string {
  return formatted(new Date(at), FULL, locale);
}

/** `Mar 7, 10:02:33 AM`, where the second matters. */
export function moment(at: string, locale?: string): string {
  return formatted(new Date(at), TO_THE_SECOND, locale);
}

/** Within a day `now`, `5m`, `3h`; then the date, with the year when it is another one. */
export function relative(at: string, now: number, locale?: string): string {
  const moment = new Date(at);
  const age = now - moment.getTime();
  if (age < MINUTE) return 'now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)}m`;
  if (age < DAY) return `${Math.floor(age / HOUR)}h`;
  const isThisYear = moment.getFullYear() === new Date(now).getFullYear();
  return formatted(moment, isThisYear ? DAY_OF_YEAR : DAY_WITH_YEAR, locale);
}

/** `Today`, `Yesterday`, a weekday with its date, or with another year the plain date. */
export function day(at: string, now: number, locale?: string): string {
  const moment = new Date(at);
  const today = new Date(now);
  const age = dayNumber(today) - dayNumber(moment);
  if (age === 0 || age === 1) {
    const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-age, 'day');
    return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
  }
  const isThisYear = moment.getFullYear() === today.getFullYear();
  return formatted(moment, isThisYear ? WEEKDAY : DAY_WITH_YEAR, locale);
}
