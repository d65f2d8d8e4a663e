// Brings a database up to date in a process of its own: a test may kill it, and jest cannot load the engine.
import { connect, type DatabaseAddress } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { SetUpError } from '../../src/errors.ts';

const [address = '', prismaFolder = ''] = process.argv.slice(2);
const connection = connect(JSON.parse(address) as DatabaseAddress);
try {
  process.send?.({ applied: await migrate(connection, prismaFolder) });
} catch (error) {
  process.send?.({
    refused: error instanceof SetUpError ? error.message : String(error),
    isSetUp: error instanceof SetUpError,
  });
} finally {
  await connection.close();
  process.disconnect();
}
