import { afterEach, describe, expect, test } from 'vitest'
import type { LinkWriter } from '../../src/remedies/ports.ts'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import { uuid } from './interlink-reading.ts'
import { closeWritten, setUpWriter } from './link-writing.ts'

afterEach(closeWritten)

const { vpcs, project } = demoIds

describe('what the API refuses is told with what to do', () => {
  const enable: (writer: LinkWriter) => LinkWriter['enablePropagation'] = (writer) => writer.enablePropagation

  test.each([
    ['a link that is being configured', 'configuring', /still at work on the link \(“configuring”\): wait/],
    ['a locked link', 'locked', /^The link is locked by Scaleway's Trust and Safety team: .*support ticket/],
    [
      'a link that is being deleted',
      'deprovisioning',
      /as things stand \(“the link is being deleted”\): mend/,
    ],
  ])('%s', async (_, status, message) => {
    const { api, writer, linkId, writes, scope, signal } = await setUpWriter()
    const id = linkId('paris-prod-a')
    api.world.setStatus(id, status)
    const written = await enable(writer)(scope, id, signal)

    expect(written).toMatchObject({
      type: 'refused',
      failure: { message: expect.stringMatching(message), requestId: writes().at(-1)?.requestId },
    })
    expect(writes()).toHaveLength(1)
  })

  test.each([
    [
      'a link that is gone',
      apiErrors.notFound('link', uuid(1)),
      'The link is not there any more at Scaleway: look at what is there now, and begin again.',
    ],
    [
      'a VPC that is gone',
      apiErrors.notFound('vpc', uuid(1)),
      'The VPC is not there any more at Scaleway: look at what is there now, and begin again.',
    ],
    [
      'a quota that is used up',
      apiErrors.quotasExceeded('interlink_links', 10, 10),
      "A quota at Scaleway is used up (“interlink_links: 10 of 10”): delete what is not needed any more, or ask Scaleway's support for a higher one.",
    ],
    [
      'no room left',
      apiErrors.outOfStock('link'),
      'Scaleway has no room left for this (“link”): choose another PoP, partner or bandwidth, or try again later.',
    ],
    [
      'what exists already',
      apiErrors.alreadyExists('link', uuid(1)),
      'Scaleway says that the link exists already: look at what is there before making another.',
    ],
    [
      'what has expired',
      apiErrors.expired('link', uuid(1), '2026-01-01T00:00:00Z'),
      'The link has expired at Scaleway: delete it, and order a new one.',
    ],
    [
      'a value that does not fit',
      apiErrors.invalidArguments({ argument_name: 'vlan', reason: 'constraint', help_message: 'is taken' }),
      'Scaleway does not accept vlan (“is taken”): choose something else there, and try again.',
    ],
    [
      'a bare precondition',
      apiErrors.preconditionFailed('resource_still_in_use', ''),
      'Scaleway does not allow this as things stand (“resource_still_in_use”): mend that first, then try again.',
    ],
    [
      'an untyped conflict',
      apiErrors.untyped(409, 'conflict\nof `sorts`'),
      'Scaleway turned this away (HTTP 409) (“conflict of `sorts`”) and changed nothing: look at the link, then try again.',
    ],
    [
      'a thing of a newer API',
      apiErrors.locked('moon', uuid(1)),
      "“moon” is locked by Scaleway's Trust and Safety team: nothing can be changed until a support ticket has it unlocked.",
    ],
    [
      'an unknown key',
      apiErrors.deniedAuthentication('not_found'),
      'Scaleway does not accept the API key (HTTP 401): set SCW_SECRET_KEY to the secret key of one that exists.',
    ],
  ])('%s', async (_, answer, message) => {
    const { api, writer, linkId, writes, scope, signal } = await setUpWriter()
    api.faults.next({ match: { method: 'POST' }, answer })

    expect(await writer.enablePropagation(scope, linkId('paris-prod-a'), signal)).toMatchObject({
      type: 'refused',
      failure: { message },
    })
    expect(writes()).toHaveLength(1)
  })
})

describe('a right that the key lacks', () => {
  test('is known from its first refusal, for all that needs it', async () => {
    const { writer, linkId, scope, signal } = await setUpWriter({ secretKey: 'read-only-key' })
    expect(writer.missingRight('delete_link', project)).toBeNull()
    const written = await writer.enablePropagation(scope, linkId('paris-prod-a'), signal)

    const sentence =
      "The Scaleway API key in SCW_SECRET_KEY may not change InterLink (“write on interlink”): give it InterLinkFullAccess in the link's project."
    expect(written).toMatchObject({ type: 'refused', failure: { reason: 'forbidden', message: sentence } })
    for (const act of ['delete_link', 'attach_vpc', 'create_policy', 'reorder_link'] as const) {
      expect(writer.missingRight(act, project)).toBe(
        `${sentence.slice(0, -1)}, then press “Ask Scaleway again” among its remedies.`,
      )
    }
    for (const act of ['reveal_pairing_key', 'mark_contacted', 'record_ticket'] as const) {
      expect(writer.missingRight(act, project)).toBeNull()
    }
  })

  test('is known of the project alone in which it was refused', async () => {
    const { api, writer, linkId, scope, signal } = await setUpWriter({ secretKey: 'read-only-key' })
    const elsewhere = uuid(77)
    api.world.setLink(linkId('paris-prod-b'), { project_id: elsewhere })
    await writer.enablePropagation(scope, linkId('paris-prod-a'), signal)
    expect(writer.missingRight('delete_link', project)).not.toBeNull()
    expect(writer.missingRight('delete_link', elsewhere)).toBeNull()
    await writer.deleteLink(scope, linkId('paris-prod-b'), signal)
    expect(writer.missingRight('delete_link', elsewhere)).not.toBeNull()
    await writer.forgetRights(project)
    expect(writer.missingRight('delete_link', project)).toBeNull()
    expect(writer.missingRight('delete_link', elsewhere)).not.toBeNull()
  })

  test('on the VPC concerns only what attaches one', async () => {
    const { api, writer, linkId, scope, signal } = await setUpWriter()
    api.faults.next({ match: { method: 'POST' }, answer: apiErrors.permissionsDenied('vpc', 'read') })
    await writer.attachVpc(scope, linkId('paris-prod-a'), vpcs.staging, signal)

    expect(writer.missingRight('attach_vpc', project)).toContain(
      'lacks a right on VPC (“read on vpc”): give it VPC',
    )
    expect(writer.missingRight('detach_vpc', project)).toBeNull()
    await writer.enablePropagation(scope, linkId('paris-prod-a'), signal)
    expect(writer.missingRight('attach_vpc', project)).not.toBeNull()
    await writer.attachVpc(scope, linkId('paris-prod-a'), vpcs.staging, signal)
    expect(writer.missingRight('attach_vpc', project)).toBeNull()
  })

  test('is not learned from a quota, a lock or an untyped 403', async () => {
    const { api, writer, linkId, scope, signal } = await setUpWriter()
    for (const answer of [
      apiErrors.quotasExceeded('interlink_links', 1, 1),
      apiErrors.locked('link', uuid(1)),
      '403_untyped' as const,
    ]) {
      api.faults.next({ match: { method: 'POST' }, answer })
      await writer.enablePropagation(scope, linkId('paris-prod-a'), signal)
    }

    expect(writer.missingRight('enable_propagation', project)).toBeNull()
  })
})
