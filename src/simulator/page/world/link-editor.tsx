import type { VNode } from 'preact'
import { useId } from 'preact/hooks'
import type { DemoLink } from '../../demo/state.ts'
import type { Screen } from '../screen.ts'
import { SESSIONS, STATUSES } from './tones.ts'

/** Everything about a link that can be moved by hand. Each change is made at once. */
export function LinkEditor({ screen, link }: { screen: Screen; link: DemoLink }): VNode {
  const { vpcs, policies } = screen.state.world
  const set = (patch: Partial<DemoLink>) => void screen.tell('link', { id: link.id, patch })
  const policyOptions = (isIpv6: boolean) =>
    withNone(policies.filter((each) => each.region === link.region && each.isIpv6 === isIpv6))
  return (
    <div class="editor">
      <p class="about">
        {link.kind}, {link.bandwidth_mbps} Mbps, VLAN {link.vlan}
        <br />
        {link.over}
      </p>
      <Select
        label="Status"
        value={link.status}
        options={plain(STATUSES)}
        onChange={(status) => set({ status })}
      />
      <div class="pair">
        <Select
          label="IPv4 session"
          value={link.bgp_v4_status}
          options={plain(SESSIONS)}
          onChange={(bgp_v4_status) => set({ bgp_v4_status })}
        />
        <Select
          label="IPv6 session"
          value={link.bgp_v6_status}
          options={plain(SESSIONS)}
          onChange={(bgp_v6_status) => set({ bgp_v6_status })}
        />
      </div>
      <Select
        label="VPC"
        value={link.vpc_id ?? ''}
        options={withNone(vpcs.filter((vpc) => vpc.region === link.region))}
        onChange={(id) => set({ vpc_id: id === '' ? null : id })}
      />
      <div class="pair">
        <Select
          label="IPv4 policy"
          value={link.routing_policy_v4_id ?? ''}
          options={policyOptions(false)}
          onChange={(id) => set({ routing_policy_v4_id: id === '' ? null : id })}
        />
        <Select
          label="IPv6 policy"
          value={link.routing_policy_v6_id ?? ''}
          options={policyOptions(true)}
          onChange={(id) => set({ routing_policy_v6_id: id === '' ? null : id })}
        />
      </div>
      <div class="editor-row">
        <label class="switch">
          <input
            type="checkbox"
            checked={link.enable_route_propagation}
            onChange={(event) => set({ enable_route_propagation: event.currentTarget.checked })}
          />
          <span>Route propagation</span>
        </label>
        <button
          type="button"
          class="quiet danger"
          onClick={() => void screen.tell('remove-link', { id: link.id })}
        >
          Delete link
        </button>
      </div>
      {screen.canPost && (
        <button
          type="button"
          class="quiet"
          onClick={() =>
            void screen.tell('post', {
              userId: screen.me.id,
              channelId: screen.channel.id,
              text: `https://console.scaleway.com/interlink/links/${link.region}/${link.id}`,
            })
          }
        >
          Paste its console address in #{screen.channel.name}
        </button>
      )}
    </div>
  )
}

interface Choice {
  readonly value: string
  readonly shown: string
}

function plain(values: readonly string[]): readonly Choice[] {
  return values.map((value) => ({ value, shown: value }))
}

function withNone(things: readonly { readonly id: string; readonly name: string }[]): readonly Choice[] {
  return [{ value: '', shown: 'none' }, ...things.map(({ id, name }) => ({ value: id, shown: name }))]
}

interface SelectProps {
  readonly label: string
  readonly value: string
  readonly options: readonly Choice[]
  onChange(value: string): void
}

function Select({ label, value, options, onChange }: SelectProps): VNode {
  const id = useId()
  const isListed = options.some((option) => option.value === value)
  const shown = isListed ? options : [...options, { value, shown: value }]
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {shown.map((option) => (
          <option key={option.value} value={option.value}>
            {option.shown}
          </option>
        ))}
      </select>
    </div>
  )
}
