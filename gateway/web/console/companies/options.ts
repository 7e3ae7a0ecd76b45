/** What a company field offers for what is typed, and where the keyboard goes in it. Pure. */
import type { Company } from '../../lib/contracts';

export type Option =
  | { readonly kind: 'company'; readonly company: Company; readonly isSuggested: boolean }
  | { readonly kind: 'add'; readonly name: string };

/** Where anybody has an address: these say nothing about a company. */
const FOR_EVERYBODY =
  /^(g(oogle)?mail\.com|(outlook|hotmail|live|yahoo|ymail|gmx|aol|msn)\.[a-z.]+|(icloud|me|mac|proton|protonmail|web|qq|163)\.(com|me|de))$/;

/** The part of an e-mail address that may be a company's; null where there is none. */
export function domainOf(email: string): string | null {
  const domain = email.split('@')[1]?.trim().toLowerCase() ?? '';
  return /^[^\s@/:]+\.[^\s@/:]+$/.test(domain) && !FOR_EVERYBODY.test(domain) ? domain : null;
}

const spaced = (name: string) => name.trim().replace(/\s+/g, ' ');
const folded = (name: string) => spaced(name).toLocaleLowerCase();

/**
 * Of the companies found for something else, those that what is typed may mean: until its own
 * answer comes, Enter must not choose another.
 */
export function fitting(companies: readonly Company[], query: string): readonly Company[] {
  const typed = folded(query).split(' ');
  return companies.filter(({ name, domain }) => {
    const words = [...folded(name).split(' '), domain ?? ''];
    return typed.every((part) => words.some((word) => word.startsWith(part)));
  });
}

/**
 * The companies found, those of the customer's domain first, and at last the one to add, for a
 * name that no company found has.
 */
export function options(
  found: readonly Company[],
  query: string,
  domain: string | null,
  canAdd: boolean,
): readonly Option[] {
  const isOfDomain = (company: Company) => domain !== null && company.domain === domain;
  const ordered = [...found.filter(isOfDomain), ...found.filter((one) => !isOfDomain(one))];
  const companies = ordered.map((company): Option => ({
    kind: 'company',
    company,
    isSuggested: isOfDomain(company),
  }));
  const isKnown = found.some((company) => folded(company.name) === folded(query));
  if (!canAdd || spaced(query) === '' || isKnown) return companies;
  return [...companies, { kind: 'add', name: spaced(query) }];
}

/** The option that an arrow key leads to from `active` (-1: none); around at both ends. */
export function stepped(active: number, step: 1 | -1, count: number): number {
  if (count === 0) return -1;
  if (active === -1) return step === 1 ? 0 : count - 1;
  return (active + step + count) % count;
}
