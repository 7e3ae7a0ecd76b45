import { describe, expect, it } from 'vitest';
import { domainOf, fitting, options, stepped } from '../../console/companies/options';
import type { Company } from '../../lib/contracts';
import { at } from '../lib/builders';

const company = (name: string, domain: string | null = null): Company => ({
  id: name,
  name,
  domain,
  created_at: at(1),
});

const words = (found: Company[], query: string, domain: string | null = null, canAdd = true) =>
  options(found, query, domain, canAdd).map((option) =>
    option.kind === 'add' ? `+ ${option.name}` : option.company.name,
  );

describe('a customer’s domain', () => {
  it.each([
    ['mia@Shop.example', 'shop.example'],
    ['mia@gmail.com', null],
    ['mia@googlemail.com', null],
    ['mia@yahoo.co.uk', null],
    ['mia@gmx.de', null],
    ['mia@localhost', null],
    ['nothing', null],
  ])('of %s is %s', (email, domain) => {
    expect(domainOf(email)).toBe(domain);
  });
});

describe('what a company field offers', () => {
  it('begins with those of the customer’s domain', () => {
    const found = [company('Acme'), company('Shop', 'shop.example')];
    expect(words(found, '', 'shop.example')).toEqual(['Shop', 'Acme']);
    expect(options(found, '', 'shop.example', true)[0]).toMatchObject({ isSuggested: true });
  });

  it('ends with adding the name that is typed', () => {
    expect(words([company('Acme')], '  Ac  Two ')).toEqual(['Acme', '+ Ac Two']);
  });

  it('does not add what is there already, whatever the case and the spaces', () => {
    expect(words([company('Ac Two')], ' ac  TWO ')).toEqual(['Ac Two']);
  });

  it('adds nothing where nothing is typed, or where one may only choose', () => {
    expect(words([], ' ')).toEqual([]);
    expect(words([], 'New', null, false)).toEqual([]);
  });
});

describe('the arrows', () => {
  it('enter the options from both ends and go around', () => {
    expect(stepped(-1, 1, 3)).toBe(0);
    expect(stepped(-1, -1, 3)).toBe(2);
    expect(stepped(2, 1, 3)).toBe(0);
    expect(stepped(0, -1, 3)).toBe(2);
    expect(stepped(-1, 1, 0)).toBe(-1);
  });
});

describe('what was found for something else', () => {
  const found = [company('Axle Works', 'axle.example'), company('Kite  Works')];

  it.each([
    ['', ['Axle Works', 'Kite  Works']],
    ['works', ['Axle Works', 'Kite  Works']],
    ['KITE wo', ['Kite  Works']],
    ['axle.ex', ['Axle Works']],
    ['nobody', []],
  ])('is offered for “%s” only where that may mean it', (query, names) => {
    expect(fitting(found, query).map((one) => one.name)).toEqual(names);
  });
});
