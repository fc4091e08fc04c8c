/** A network of arcs with capacities and costs; arcs come in pairs, the odd one is the way back. */
export interface FlowNetwork {
  first: number[];
  next: number[];
  to: number[];
  room: number[];
  cost: number[];
}

export function emptyNetwork(nodes: number): FlowNetwork {
  return { first: new Array<number>(nodes).fill(-1), next: [], to: [], room: [], cost: [] };
}

/** The arc's number; what flowed over it is the room of the arc after it. */
export function addArc(network: FlowNetwork, arc: { from: number; to: number; room: number; cost: number }): number {
  const number = network.to.length;
  network.next.push(network.first[arc.from] ?? -1, network.first[arc.to] ?? -1);
  network.first[arc.from] = number;
  network.first[arc.to] = number + 1;
  network.to.push(arc.to, arc.from);
  network.room.push(arc.room, 0);
  network.cost.push(arc.cost, -arc.cost);
  return number;
}

/**
 * The cheapest flow of `amount` from node 0 to the last node by shortest augmenting paths; rooms and amounts are real numbers, what
 * is below `grain` is nothing. Tells what could not flow, the cost, and the work.
 */
export function cheapestFlow(
  network: FlowNetwork,
  amount: number,
  grain: number,
): { missing: number; cost: number; work: number } {
  let [missing, cost, work] = [amount, 0, 0];
  const target = network.first.length - 1;
  const scale = Math.max(1, ...network.cost.map(Math.abs));
  while (missing > grain) {
    const path = shortestPath(network, { grain, tolerance: scale * 1e-12 });
    work += path.work;
    if ((path.cost[target] ?? Number.POSITIVE_INFINITY) === Number.POSITIVE_INFINITY) break;
    let room = missing;
    for (let node = target; node !== 0; node = network.to[(path.by[node] ?? 0) ^ 1] ?? 0)
      room = Math.min(room, network.room[path.by[node] ?? 0] ?? 0);
    for (let node = target; node !== 0; node = network.to[(path.by[node] ?? 0) ^ 1] ?? 0) {
      const arc = path.by[node] ?? 0;
      network.room[arc] = (network.room[arc] ?? 0) - room;
      network.room[arc ^ 1] = (network.room[arc ^ 1] ?? 0) + room;
    }
    missing -= room;
    cost += room * (path.cost[target] ?? 0);
  }
  return { missing: missing > grain ? missing : 0, cost, work };
}

function shortestPath(network: FlowNetwork, limits: { grain: number; tolerance: number }) {
  const nodes = network.first.length;
  const cost = new Array<number>(nodes).fill(Number.POSITIVE_INFINITY);
  const by = new Array<number>(nodes).fill(-1);
  const waiting = new Uint8Array(nodes);
  const queue = [0];
  cost[0] = 0;
  let work = 0;
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head] ?? 0;
    waiting[node] = 0;
    for (let arc = network.first[node] ?? -1; arc >= 0; arc = network.next[arc] ?? -1) {
      work += 1;
      const to = network.to[arc] ?? 0;
      const through = (cost[node] ?? 0) + (network.cost[arc] ?? 0);
      if ((network.room[arc] ?? 0) <= limits.grain || through >= (cost[to] ?? 0) - limits.tolerance) continue;
      cost[to] = through;
      by[to] = arc;
      if (waiting[to] === 0) queue.push(to);
      waiting[to] = 1;
    }
  }
  return { cost, by, work };
}
