import type { RouterPlan } from './plan.ts'
import { type Checks, type Lines, vlanOf } from './writing.ts'

/** The VLAN interface on Linux: short enough for the 15 characters that a name there may have. */
export function linuxInterface({ label }: RouterPlan): string {
  return `scw${label}`
}

/** The VLAN interface, shaped to the link's bandwidth, with addresses where no routing daemon sets them. */
export function linuxSetUp(plan: RouterPlan, withAddresses: boolean): Lines {
  const name = linuxInterface(plan)
  // 10 ms of traffic: less than that cannot be kept up with a timer of 100 Hz (tc-tbf(8)).
  const burst = Math.max(16, Math.ceil(plan.bandwidthMbps * 1.25))
  return {
    what: 'In a shell, as root; to outlast a reboot the same belongs into the network configuration',
    lines: [
      `ip link add link YOUR_PORT name ${name} type vlan id ${vlanOf(plan)}`,
      ...(withAddresses
        ? plan.sessions.map(({ own, length }) => `ip address add ${own}/${length} dev ${name}`)
        : []),
      `ip link set dev ${name} up`,
      `tc qdisc replace dev ${name} root tbf rate ${plan.bandwidthMbps}mbit burst ${burst}kb latency 50ms`,
    ],
  }
}

/** Takes it away, with its addresses and its shaping. */
export function linuxRollback(plan: RouterPlan): Lines {
  return { what: 'In a shell, as root', lines: [`ip link delete dev ${linuxInterface(plan)}`] }
}

/** Layers 1 and 2, as Linux shows them. */
export function linuxChecks(plan: RouterPlan): Pick<Checks, 'layer1' | 'layer2'> {
  return {
    layer2: [
      `ip neigh show dev ${linuxInterface(plan)}`,
      ...plan.sessions.map(({ peer }) => `ping -c 3 ${peer}`),
    ],
    layer1: ['ethtool -m YOUR_PORT', 'ethtool -S YOUR_PORT'],
  }
}
