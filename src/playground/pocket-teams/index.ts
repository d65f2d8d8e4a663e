/** The pocket Teams' front door, and a server of its own on loopback for tests and benchmarks. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createPocketTeams } from './pocket.ts';
import type { PocketTeams } from './pocket.ts';
import type { PocketTeamsOptions } from './state.ts';

export { createPocketTeams } from './pocket.ts';
export type { PocketTeams } from './pocket.ts';
export type { FaultMode } from './faults.ts';
export type { Screen, ScreenMessage, ScreenThread } from './screen.ts';
export type { SignOverrides } from './sign.ts';
export type { SignInOverrides } from './sign-in.ts';
export type { PocketTeamsOptions } from './state.ts';
export type { PocketGroup, PocketTeam, PocketUser } from './world.ts';
export { checkCard } from './card-check.ts';

export interface ListeningPocketTeams {
  url: string;
  serviceUrl: string;
  openIdMetadataUrl: string;
  loginUrl: string;
  issuer: string;
  pocket: PocketTeams;
  close(): Promise<void>;
}

export async function listenPocketTeams(options: PocketTeamsOptions, port = 0): Promise<ListeningPocketTeams> {
  const pocket = await createPocketTeams(options);
  const app = express();
  app.disable('x-powered-by');
  app.use(pocket.router);
  const server = await listen(app, port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  pocket.setBaseUrl(url);
  const { serviceUrl, openIdMetadataUrl, loginUrl, issuer } = pocket;
  return { url, serviceUrl, openIdMetadataUrl, loginUrl, issuer, pocket, close: () => close(server) };
}

function listen(app: express.Express, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, '127.0.0.1', (error?: Error) => (error ? reject(error) : resolve(server)));
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
