/** Router systems that there is a template for. */
export type Vendor = 'frr' | 'bird' | 'ios_xe' | 'junos' | 'routeros'

/**
 * What is known of a router system: its name, the words people use for it, and whether its own parser reads our templates in
 * CI.
 */
interface VendorFacts {
  readonly name: string
  /** In lower case, letters and digits only. */
  readonly words: readonly string[]
  /** Only what runs on Linux can be loaded and run by the tests. */
  readonly machineChecked: boolean
}

export const VENDOR_FACTS: Readonly<Record<Vendor, VendorFacts>> = {
  frr: { name: 'FRRouting', words: ['frr', 'frrouting', 'vtysh'], machineChecked: true },
  bird: { name: 'BIRD 2', words: ['bird', 'bird2'], machineChecked: true },
  ios_xe: { name: 'Cisco IOS-XE', words: ['cisco', 'ios', 'iosxe'], machineChecked: false },
  junos: { name: 'Juniper Junos', words: ['junos', 'juniper'], machineChecked: false },
  routeros: {
    name: 'MikroTik RouterOS 7',
    words: ['routeros', 'routeros7', 'mikrotik', 'ros'],
    machineChecked: false,
  },
}

export const VENDORS: readonly Vendor[] = ['frr', 'bird', 'ios_xe', 'junos', 'routeros']

/** What is given where nobody says which router it is. */
export const DEFAULT_VENDOR: Vendor = 'frr'

/** The system that a word names, however it is spelt: `IOS-XE`, `ios_xe`, `Mikrotik`. Null where none. */
export function vendorOf(word: string): Vendor | null {
  const plain = word.toLowerCase().replace(/[^a-z0-9]/g, '')
  return VENDORS.find((vendor) => VENDOR_FACTS[vendor].words.includes(plain)) ?? null
}
