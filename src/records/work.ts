// What an officer does with a request outside of the chat: look, decide, put forward, export. Everything is read anew and judged
// by the request as it is at that moment.
import { noteActs } from '../audit/write.ts';
import type { Tx } from '../db/client.ts';
import type { Viewer } from '../roster/access.ts';
import { collect } from './collect.ts';
import { hashFiles, packageOf, previewOf, type Files } from './package.ts';
import { next } from './request-rules.ts';
import { judgeAll, saveDecisions, type Decision } from './redactions.ts';
import { listSubjects, takeStep, type Request } from './requests.ts';

export async function preview(tx: Tx, viewer: Viewer, now: Date, request: Request): Promise<Files> {
  const { sections, judged } = await look(tx, viewer, now, request);
  return previewOf(request, sections, judged);
}

/** Whatever was agreed to before is void. Returns how many places the decisions are about. */
export async function decide(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  request: Request,
  decisions: readonly Decision[],
): Promise<number> {
  next('redact', request, viewer.personId ?? '');
  const sections = await collect(tx, viewer, now, request);
  const count = await saveDecisions(tx, viewer, now, request, sections, decisions);
  await takeStep(tx, viewer, now, request.id, 'redact');
  return count;
}

/** Asks for the second key to exactly what would go out now. */
export async function putForward(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  request: Request,
): Promise<{ hash: string; files: Files }> {
  next('submit', request, viewer.personId ?? '');
  const files = await filesOf(tx, viewer, now, request);
  const hash = hashFiles(files);
  await takeStep(tx, viewer, now, request.id, 'submit', { hash });
  return { hash, files };
}

/** Only what was approved: if a letter of it has changed since, it is refused. */
export async function exportRequest(tx: Tx, viewer: Viewer, now: Date, request: Request): Promise<Files> {
  next('export', request, viewer.personId ?? '');
  const files = await filesOf(tx, viewer, now, request);
  const hash = hashFiles(files);
  await takeStep(tx, viewer, now, request.id, 'export', { hash });
  if (request.untoldWhy === null) {
    const subjects = await listSubjects(tx, viewer, request);
    await noteActs(
      tx,
      viewer,
      now,
      subjects.map(({ id }) => ({ act: 'exported', thing: 'principal-text', aboutId: request.id, ownerId: id })),
    );
  }
  return files;
}

async function filesOf(tx: Tx, viewer: Viewer, now: Date, request: Request): Promise<Files> {
  const { sections, judged } = await look(tx, viewer, now, request);
  return packageOf(request, sections, judged);
}

async function look(tx: Tx, viewer: Viewer, now: Date, request: Request) {
  const sections = await collect(tx, viewer, now, request);
  const known = (await listSubjects(tx, viewer, request)).map(({ name }) => name);
  return { sections, judged: await judgeAll(tx, viewer, request, sections, known) };
}
