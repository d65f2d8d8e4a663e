import type { Db } from '../db/client.ts';
import { InvalidError } from '../errors.ts';
import { createTenant, listCustomers, listTenants, type TenantRow } from '../roster/tenants.ts';

/** The customer that a command is about: the one named, which is made if it is new, else the only one there is. */
export async function chooseCustomer(db: Db, name: string | undefined): Promise<string> {
  // The playground's sample is nobody's customer: real files never go into it.
  const customers = await listCustomers(db);
  const named = customers.find((customer) => customer.name === name);
  if (named) return named.id;
  if (name !== undefined) return (await createTenant(db, name)).id;
  const [only, ...more] = customers;
  if (only === undefined) return (await createTenant(db, 'Throughline')).id;
  if (more.length > 0)
    throw new InvalidError(
      `There are several customers: ${customers.map((customer) => customer.name).join(', ')}. Say which one with --tenant NAME.`,
    );
  return only.id;
}

/** The customer that there must be already: a misspelled name makes no new one. */
export async function findCustomer(db: Db, name: string | undefined): Promise<TenantRow> {
  return chooseOf(await listCustomers(db), name);
}

/** The same, for a look that changes no roster: in a playground, its sample is the only customer. */
export async function findCustomerOrSample(db: Db, name: string | undefined): Promise<TenantRow> {
  const [customers, tenants] = [await listCustomers(db), await listTenants(db)];
  return chooseOf(name !== undefined || customers.length === 0 ? tenants : customers, name);
}

function chooseOf(customers: readonly TenantRow[], name: string | undefined): TenantRow {
  const names = customers.map((customer) => customer.name).join(', ');
  const fitting = name === undefined ? customers : customers.filter((customer) => customer.name === name);
  const [only, ...more] = fitting;
  if (customers.length === 0)
    throw new InvalidError('There is no customer yet. Import its roster first: throughline import roster FILE');
  if (only === undefined) throw new InvalidError(`There is no customer “${name ?? ''}”. There are: ${names}.`);
  if (more.length > 0)
    throw new InvalidError(`There are several customers: ${names}. Say which one with --customer NAME.`);
  return only;
}
