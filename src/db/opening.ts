// A transaction's opening goes out together with its first statement: BEGIN and the entering of a role have no answer that
// anybody waits for, and each would be a way to the database and back of its own.
import pg from 'pg';

/** How a statement begins that only enters a role or a tenant, and whose answer nobody reads. */
const ENTERS = 'select set_config(';

interface Statement {
  name?: string;
  text: string;
  values?: unknown[];
}

const NOTHING = { rows: [], fields: [], rowCount: 0 };

/** A connection that holds an opening back until something is asked. What is asked then fails, if the opening fails. */
export class OpeningClient extends pg.Client {
  #opening: Statement[] = [];

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const send = this.query.bind(this) as (...given: unknown[]) => unknown;
    const query = (asked: unknown, ...rest: unknown[]): unknown => {
      if (!isStatement(asked)) return send(asked, ...rest);
      if (asked.text === 'BEGIN') this.#opening = [asked];
      else if (asked.text.trimStart().startsWith(ENTERS)) this.#opening.push(asked);
      else if (asked.text === 'COMMIT' || asked.text === 'ROLLBACK') return this.#end(asked, send);
      else return this.#open(asked, send, rest);
      return Promise.resolve(NOTHING);
    };
    this.query = query as typeof this.query;
  }

  /** A transaction in which nothing was asked has not begun. */
  #end(end: Statement, send: (asked: unknown) => unknown): unknown {
    const hasBegun = this.#opening[0]?.text !== 'BEGIN';
    this.#opening = [];
    return hasBegun ? send(end) : Promise.resolve(NOTHING);
  }

  #open(asked: Statement, send: (asked: unknown, ...rest: unknown[]) => unknown, rest: unknown[]): unknown {
    const opening = this.#opening;
    this.#opening = [];
    const { connection } = this as unknown as { connection: Wire };
    const isKnown = ({ name }: Statement) => !name || connection.parsedStatements[name] !== undefined;
    // pg notes what the server has parsed under the last one's name, so what is named goes together once it is known. Until
    // then each goes alone: after one that failed, the later ones fail as well.
    if (opening.length > 0 && ![...opening, asked].every(isKnown)) {
      for (const one of opening) void (send(one) as Promise<unknown>).catch(() => undefined);
      return send(asked, ...rest);
    }
    if (opening.length === 0) return send(asked, ...rest);
    return new Promise((resolve, reject) => {
      send(
        new Together(opening, {
          ...asked,
          queryMode: 'extended',
          callback: (error: Error | null, result: unknown) => (error ? reject(error) : resolve(result)),
        }),
      );
    });
  }
}

/** Prisma asks with an object and gets its answer as a promise; others are let through as they are. */
function isStatement(asked: unknown): asked is Statement {
  return typeof asked === 'object' && asked !== null && 'rowMode' in asked && 'text' in asked;
}

/** What pg's connection and query are inside: its types name only what is called from outside. */
interface Wire {
  parsedStatements: Record<string, string>;
  parse(message: Statement): void;
  bind(message: { statement: string; values: unknown[] }): void;
  execute(message: object): void;
}
const Query = pg.Query as unknown as new (config: object) => {
  prepare(wire: Wire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
};

/** Several statements up to one Sync: the server runs none after one that failed. Only the last one's rows are taken. */
class Together extends Query {
  readonly #opening: readonly Statement[];
  #toCome: number;

  constructor(opening: readonly Statement[], asked: object) {
    super(asked);
    this.#opening = opening;
    this.#toCome = opening.length;
  }

  override prepare(wire: Wire): void {
    for (const { name = '', text, values = [] } of this.#opening) {
      if (wire.parsedStatements[name] === undefined) wire.parse({ name, text });
      wire.bind({ statement: name, values });
      wire.execute({});
    }
    super.prepare(wire);
  }

  override handleDataRow(message: unknown): void {
    if (this.#toCome === 0) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.#toCome > 0) this.#toCome--;
    else super.handleCommandComplete(message, wire);
  }
}
