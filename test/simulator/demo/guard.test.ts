import { describe, expect, test } from 'vitest'
import { type Knock, turnAway } from '../../../src/simulator/demo/guard.ts'

const own = { hosts: ['127.0.0.1:4000', 'localhost:4000'], token: 'the-token' }
const page: Knock = {
  host: '127.0.0.1:4000',
  origin: 'http://127.0.0.1:4000',
  site: 'same-origin',
  token: 'the-token',
}

describe('the guard of the demo', () => {
  test('lets the page itself in, under each name of the machine', () => {
    expect(turnAway(page, own, true)).toBeNull()
    const named = { ...page, host: 'localhost:4000', origin: 'http://localhost:4000' }
    expect(turnAway(named, own, true)).toBeNull()
  })

  test('lets a browser without Sec-Fetch-Site and Origin in when it has the token', () => {
    expect(turnAway({ ...page, site: null, origin: null }, own, true)).toBeNull()
  })

  test.each([
    [
      'a name that was rebound to this machine',
      { host: 'evil.example:4000', origin: 'http://evil.example:4000' },
    ],
    ['no Host', { host: null }],
    ['another port of this machine', { origin: 'http://127.0.0.1:9999' }],
    ['another site', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['a cross-site request without an Origin', { origin: null, site: 'cross-site' }],
    ['a same-site request', { origin: null, site: 'same-site' }],
    ['no token', { token: null }],
    ['another token', { token: 'the-tokem' }],
    ['a token that only begins right', { token: 'the' }],
  ])('turns away %s', (_, difference) => {
    expect(turnAway({ ...page, ...difference }, own, true)).toEqual(expect.any(String))
  })

  test('shows the page without a token, but not under a foreign name', () => {
    const visit = { ...page, origin: null, site: 'none', token: null }
    expect(turnAway(visit, own, false)).toBeNull()
    expect(turnAway({ ...visit, host: 'evil.example:4000' }, own, false)).not.toBeNull()
  })
})
