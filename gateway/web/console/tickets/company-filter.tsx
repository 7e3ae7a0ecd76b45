/** Narrows the list down to one company's tickets. */
import { signal } from '@preact/signals';
import { Building2, X } from 'lucide';
import type { CompanyName } from '../../lib/contracts';
import { Icon } from '../../lib/icon';
import type { Filter } from '../../lib/tickets';
import { CompanyBox } from '../companies/company-box';
import { useTickets } from '../contexts';
import { navigate, tickets as addressOf } from '../router';
import { IconButton } from '../ui/button';

/** The company chosen last: an address names a company by its id alone. */
const chosen = signal<CompanyName | null>(null);

function useCompanyOf({ companyId }: Filter): CompanyName | null {
  const { byId } = useTickets().state.value;
  if (companyId === null) return null;
  if (chosen.value?.id === companyId) return chosen.value;
  const known = [...byId.values()].find((ticket) => ticket.company.id === companyId);
  return known?.company ?? { id: companyId, name: 'One company' };
}

export function CompanyFilter({ filter }: { readonly filter: Filter }) {
  const company = useCompanyOf(filter);
  if (company !== null) {
    return (
      <span class="tickets-company">
        <Icon of={Building2} size={15} />
        <span class="cut">{company.name}</span>
        <IconButton
          icon={X}
          name="Tickets of all companies"
          onClick={() => navigate(addressOf({ ...filter, companyId: null }))}
        />
      </span>
    );
  }
  const tied = {
    id: 'tickets-company',
    class: 'input',
    'aria-describedby': 'tickets-company-note',
    'aria-invalid': false,
  };
  return (
    <div class="tickets-company-field">
      <label id="tickets-company-note" class="sr-only" for="tickets-company">
        Company
      </label>
      <CompanyBox
        tied={tied}
        value={null}
        placeholder="Any company"
        onChoose={(picked) => {
          chosen.value = picked;
          navigate(addressOf({ ...filter, companyId: picked.id }));
        }}
      />
    </div>
  );
}
