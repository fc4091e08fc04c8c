import { type Alert, type AlertKind, EmailSettings, SEVERITIES, WebhookSettings } from '@karavan/contracts';
import { alerts, deliveries, type Tx } from '@karavan/store';

interface Change {
  alert: alerts.AlertRecord;
  change: 'opened' | 'ended';
}
type Person = Awaited<ReturnType<typeof deliveries.listPeople>>[number];

/** What happens within this time goes out in one letter. */
const GATHER_MS = 10_000;
/** A customer may hear of his own cargo; fences and sources are the company's own business. */
const FOR_CUSTOMERS = new Set<AlertKind>([
  'longStop',
  'signalLost',
  'lateDeparture',
  'lateArrival',
  'expectedAbsent',
  'routeDeviation',
  'trainAbandoned',
  'idleOverLimit',
  'wagonMissing',
]);

/** Puts a message into the outbox for everybody who is to hear of these changes, in the transaction that makes them. */
export async function planDeliveries(tx: Tx, input: { companyId: string; now: Date; changes: readonly Change[] }): Promise<void> {
  const { companyId, now, changes } = input;
  if (changes.length === 0) return;
  const channels = await deliveries.listEnabledChannels(tx);
  const wanted = channels.flatMap((channel) =>
    changes.filter((change) => isFor(channel, change)).map((change) => ({ channel, ...change })),
  );
  if (wanted.length === 0) return;
  const people = await peopleOf(tx, channels);
  const rows = wanted.flatMap(({ channel, alert, change }) =>
    recipientsOf(channel, { alert, people }).map(
      ({ recipient, language, customerId }): deliveries.DeliveryToSave => ({
        channelId: channel.id,
        alertId: alert.id,
        change,
        recipient,
        language,
        payload: { ...payloadOf(alert, { now, customerId }) },
        dueAt: new Date(now.getTime() + (channel.kind === 'email' ? GATHER_MS : 0)).toISOString(),
      }),
    ),
  );
  await deliveries.insertDeliveries(tx, { companyId, deliveries: rows, now });
}

function isFor(channel: deliveries.ChannelRecord, { alert, change }: Change): boolean {
  if (change === 'ended' && !channel.tellEnd) return false;
  if (channel.kinds.length > 0 && !channel.kinds.includes(alert.kind)) return false;
  return SEVERITIES.indexOf(alert.severity) >= SEVERITIES.indexOf(channel.minSeverity);
}

/** Everybody in the roles that letters go to. */
export async function peopleOf(tx: Tx, channels: readonly deliveries.ChannelRecord[]): Promise<Person[]> {
  const roles = channels.flatMap(({ kind, settings }) => (kind === 'email' ? EmailSettings.parse(settings).roles : []));
  return roles.length === 0 ? [] : deliveries.listPeople(tx, [...new Set(roles)]);
}

interface Recipient {
  recipient: string;
  language: Person['language'];
  customerId: string | null;
}

/** Each address once. `alert` null: a test, which goes to the company's own people only. */
export function recipientsOf(
  channel: deliveries.ChannelRecord,
  input: { alert: alerts.AlertRecord | null; people: readonly Person[] },
): Recipient[] {
  if (channel.kind === 'webhook')
    return [{ recipient: WebhookSettings.parse(channel.settings).url, language: 'en', customerId: null }];
  const { roles, addresses, language } = EmailSettings.parse(channel.settings);
  const persons = input.people
    .filter((person) => roles.includes(person.role) && mayHear(person, input.alert))
    .map(({ email, language: own, customerId }) => ({ recipient: email, language: own, customerId }));
  const others = addresses.map((recipient) => ({ recipient, language, customerId: null }));
  return [...new Map([...others, ...persons].map((each) => [each.recipient.toLowerCase(), each])).values()];
}

function mayHear({ customerId }: Person, alert: alerts.AlertRecord | null): boolean {
  if (customerId === null) return true;
  if (alert === null || !FOR_CUSTOMERS.has(alert.kind)) return false;
  return alert.shipments.some((shipment) => shipment.customerId === customerId && shipment.hidden !== true);
}

/** The alert as it is told. A customer reads of his own shipments, and of no wagon of others in the same train. */
function payloadOf(record: alerts.AlertRecord, input: { now: Date; customerId: string | null }): Alert {
  const { customerId } = input;
  if (customerId === null) return alerts.alertAt(record, input.now);
  const shipments = record.shipments.filter((shipment) => shipment.customerId === customerId && shipment.hidden !== true);
  const alert = alerts.alertAt({ ...record, shipments, owner: null, closedBy: null }, input.now);
  const { wagons: _, trainIndex: __, ...evidence } = alert.opened.evidence;
  return { ...alert, opened: { ...alert.opened, evidence } };
}
