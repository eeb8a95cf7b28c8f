import type { ContactSource } from '../contacts/contact.ts'
import type { Clock } from '../domain/clock.ts'
import type { Scope } from '../domain/snapshot.ts'
import { createDiagnose } from './diagnose.ts'
import { createHistory } from './history.ts'
import { createHome } from './home.ts'
import { createIncidentsQuestion } from './incidents.ts'
import { createLinksIn } from './links-in.ts'
import { createPartnerQuestion } from './partner.ts'
import type {
  ChannelSource,
  EvidenceReader,
  HistorySource,
  LiveReader,
  MemorySource,
  PastSource,
  ReasonSource,
  ReorderSource,
} from './ports.ts'
import { createQueries } from './queries.ts'
import { createReport } from './report.ts'
import { createRouter } from './router.ts'
import { createSuggest } from './suggest.ts'
import { createVpcQuestion } from './vpc.ts'
import { createWhatIf } from './whatif.ts'
import { createWhy } from './why.ts'

/** What all answers are made from. */
interface QuestionsParts {
  readonly scopes: readonly Scope[]
  readonly memory: MemorySource & ChannelSource & ReasonSource & PastSource
  readonly reorders: ReorderSource
  readonly past: HistorySource
  readonly live: LiveReader
  readonly evidence: EvidenceReader
  readonly contacts: ContactSource
  readonly clock: Clock
  /** ALERT_CHANNEL, which is told of everything. */
  readonly alertChannel: string
  /** How many polls the schedule holds after one moment and until another (ms). */
  readonly slots: (after: number, until: number) => number
  /** For how long the past is kept (ms). */
  readonly keepMs: number
  readonly settings: Parameters<typeof createWhatIf>[0]['settings']
}

/** Everything that a person can ask. */
export function createQuestions(parts: QuestionsParts) {
  const queries = createQueries(parts)
  const named = { ...parts, status: queries.status }
  return {
    ...queries,
    why: createWhy(named),
    diagnose: createDiagnose({ ...parts, queries }),
    router: createRouter(named),
    history: createHistory(named),
    report: createReport(parts),
    vpc: createVpcQuestion(parts),
    whatif: createWhatIf(parts),
    partner: createPartnerQuestion(parts),
    incidents: createIncidentsQuestion(parts),
    suggest: createSuggest(parts),
    linksIn: createLinksIn(parts),
    home: createHome(parts),
  }
}
