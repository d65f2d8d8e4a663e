import type { Db } from '../db/client.ts';
import { InvalidError } from '../errors.ts';
import { createTenant, listCustomers } from '../roster/tenants.ts';

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
