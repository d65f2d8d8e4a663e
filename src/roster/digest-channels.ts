// Where the summaries of an organization are posted, and whether they can be.
import { z } from 'zod';
import { Address, type PlatformName } from '../chat/platform.ts';
import type { Tx } from '../db/client.ts';
import type { Viewer } from './access.ts';
import { laneOf, platformName, storedName, type Destination } from './accounts.ts';

/** Why nothing can be posted there any more. */
const Gone = z.enum(['removed', 'deleted', 'archived']);
export type Gone = z.infer<typeof Gone>;

/** Kept beside the address: what the platform told last of the place. */
const Told = z.object({ toldAt: z.coerce.date(), gone: Gone.optional().catch(undefined) });

export async function findDigestChannel(
  tx: Tx,
  viewer: Viewer,
  organizationId: string,
): Promise<Destination | undefined> {
  const channel = await tx.digestChannel.findUnique({
    where: { tenantId_organizationId: { tenantId: viewer.tenantId, organizationId } },
    select: { platform: true, teamId: true, address: true },
  });
  const address = Address.safeParse(channel?.address);
  if (!channel || !address.success) return undefined;
  const platform = platformName(channel.platform);
  return {
    platform,
    address: address.data,
    lane: laneOf(platform, channel.teamId, address.data.channelId ?? address.data.conversationId ?? ''),
  };
}

export async function chooseDigestChannel(
  tx: Tx,
  viewer: Viewer,
  choice: { organizationId: string; platform: PlatformName; address: Address; at?: Date },
): Promise<void> {
  const place = {
    platform: storedName(choice.platform),
    teamId: choice.address.teamId,
    address: choice.at === undefined ? choice.address : { ...choice.address, toldAt: choice.at.toISOString() },
    chosenById: viewer.personId ?? '',
  };
  await tx.digestChannel.upsert({
    where: { tenantId_organizationId: { tenantId: viewer.tenantId, organizationId: choice.organizationId } },
    create: { tenantId: viewer.tenantId, organizationId: choice.organizationId, ...place },
    update: place,
  });
}

/** What is known of the place of an organization's channel: undefined where it is there, for all we were told. */
export function readGone(address: unknown): { why: Gone; at: Date } | undefined {
  const told = Told.safeParse(address).data;
  return told?.gone === undefined ? undefined : { why: told.gone, at: told.toldAt };
}

/** Where the summaries of this organization would be posted, after something was told of the place. */
export interface ToldChannel {
  id: string;
  organizationId: string;
}

/**
 * Notes for the channels in a place that it is gone, or there again (`gone` undefined). An older word that comes late changes
 * nothing. Returns those for which it is news.
 */
export async function noteChannels(
  tx: Tx,
  viewer: Viewer,
  place: { platform: PlatformName; address: Address; of: 'team' | 'channel' | 'chat' },
  told: { at: Date; gone?: Gone },
): Promise<ToldChannel[]> {
  const { tenantId } = viewer;
  const { platform, address } = place;
  const channels = await tx.digestChannel.findMany({
    where: { tenantId, platform: storedName(platform), teamId: address.teamId },
    select: { id: true, organizationId: true, address: true },
  });
  const news: ToldChannel[] = [];
  for (const { id, organizationId, address: kept } of channels) {
    const stored = Address.safeParse(kept).data;
    const before = Told.safeParse(kept).data;
    if (!stored || !isIn(stored, address, place.of) || (before && told.at < before.toldAt)) continue;
    const next = { ...stored, toldAt: told.at.toISOString(), ...(told.gone ? { gone: told.gone } : {}) };
    await tx.digestChannel.update({ where: { id }, data: { address: next } });
    if (before?.gone !== told.gone) news.push({ id, organizationId });
  }
  return news;
}

function isIn(channel: Address, place: Address, of: 'team' | 'channel' | 'chat'): boolean {
  if (of === 'chat') return channel.channelId === undefined && channel.conversationId === place.conversationId;
  if (of === 'channel') return channel.channelId === place.channelId;
  // The first channel of a team carries the team's own id.
  const team = place.workspaceId ?? place.channelId;
  return team !== undefined && (channel.workspaceId === team || channel.channelId === team);
}

/** The platform moved the place where it takes messages: channels that were written to there move along. Returns their lanes. */
export async function moveChannels(
  tx: Tx,
  viewer: Viewer,
  workspace: { platform: PlatformName; teamId: string },
  from: string,
  serviceUrl: string,
): Promise<string[]> {
  const { platform, teamId } = workspace;
  const rows = await tx.$queryRaw<{ channel: string }[]>`
    update digest_channel set address = address || jsonb_build_object('serviceUrl', ${serviceUrl}::text)
    where tenant_id = ${viewer.tenantId}::uuid and platform = ${storedName(platform)}::"PlatformName" and team_id = ${teamId}
      and address ->> 'serviceUrl' = ${from}
    returning coalesce(address ->> 'channelId', address ->> 'conversationId', '') as channel`;
  return rows.map(({ channel }) => laneOf(platform, teamId, channel));
}
