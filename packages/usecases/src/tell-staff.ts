import { events, type Tx, takeRevision } from '@karavan/store';

/** News for the company's own people that belong to no wagon or truck: a source that is away, a report that waits. */
export async function tellStaff(
  tx: Tx,
  news: { companyId: string; kind: string; at: Date; evidence: Record<string, unknown> },
): Promise<void> {
  const { companyId, kind, evidence } = news;
  const revision = await takeRevision(tx);
  const event = { customerId: null, kind, at: news.at.toISOString(), evidence, late: false };
  await events.insertEvents(tx, { companyId, revision, events: [event] });
}
