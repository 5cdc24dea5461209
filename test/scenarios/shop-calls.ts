import { Streams } from '../../src/engine/random.ts';

const MINUTES = 1440;

/** Calls in a minute at the busiest hour, and what the day looks like. */
type Day = readonly [trigger: string, peak: number, hours: readonly number[]];

/** Per cent of the peak at each full hour of the shop: it sells in the evening and a little at noon. */
const BUYERS = [
  20, 12, 8, 6, 5, 7, 14, 28, 42, 52, 58, 64, 70, 66, 60, 60, 64, 72, 84, 95, 100, 92, 66, 38, 20,
];
/** Suppliers work by day. */
const SUPPLIERS = [
  4, 4, 4, 4, 6, 10, 30, 60, 90, 100, 98, 92, 70, 84, 96, 98, 90, 66, 40, 22, 12, 8, 6, 4, 4,
];
/** Reports are made while nobody buys. */
const NIGHT = [10, 60, 100, 100, 70, 20, 4, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 4, 10];

const DAYS: Readonly<Record<string, Day>> = {
  Catalogue: ['http', 16_000, BUYERS],
  Search: ['http', 11_000, BUYERS],
  Recommend: ['http', 9_000, BUYERS],
  Login: ['http', 900, BUYERS],
  Basket: ['http', 3_600, BUYERS],
  Orders: ['http', 420, BUYERS],
  OrderStatus: ['http', 800, BUYERS],
  Refunds: ['queue', 9, BUYERS],
  Stock: ['http', 90, BUYERS],
  Suppliers: ['timer', 12, SUPPLIERS],
  Index: ['event', 240, SUPPLIERS],
  Restock: ['queue', 60, SUPPLIERS],
  Mail: ['queue', 500, BUYERS],
  Notify: ['queue', 700, BUYERS],
  Reports: ['timer', 40, NIGHT],
  Pay: ['http', 400, BUYERS],
  Settle: ['timer', 30, NIGHT],
  FraudCheck: ['queue', 400, BUYERS],
};

/** The trace counts in UTC: its first minute is six in the evening where the shop is. */
const FIRST_HOUR = 18;

/**
 * A day of the bundled shop in the public schema of Azure Functions 2019: calls per minute, all of
 * them invented. The applications and functions are called like those of the templates.
 */
export function shopCalls(): string {
  const streams = new Streams('shop');
  const minutes = Array.from({ length: MINUTES }, (_, minute) => minute);
  const header = ['HashOwner', 'HashApp', 'HashFunction', 'Trigger', ...minutes.map((m) => m + 1)];
  const rows = Object.entries(DAYS).map(([name, [trigger, peak, hours]]) => {
    const stream = streams.of('calls', name);
    const counts = minutes.map((minute) => {
      const hour = (FIRST_HOUR + Math.floor(minute / 60)) % 24;
      const past = (minute % 60) / 60;
      const mean = (peak / 100) * (hours[hour]! * (1 - past) + hours[hour + 1]! * past);
      // As far from the mean as counts of independent calls are, about.
      return Math.max(0, Math.round(mean + Math.sqrt(3 * mean) * (2 * stream.double() - 1)));
    });
    return ['shop', 'shop', name, trigger, ...counts];
  });
  return [header, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}
