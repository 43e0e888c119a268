// The default run opens at once with its recorded start, from a file of the build, while its workers boot (experience.md D13). Without the file, or when
// it comes later than the first live report, the run is live from the beginning.
import { DEFAULT_SCENARIO, DEFAULT_SEED } from '../../core/scenarios/catalogue.ts';
import type { Run } from '../../core/sim/run.ts';
import { readPlain } from '../../core/view/plain-json.ts';
import type { RunInfo, Session, SessionListener } from '../../workers/api.ts';
import type { OpenOptions, OpenSession } from './session.ts';
import { type RecordedStart, StartRelay } from './start-relay.ts';

/** The recorded start, which `npm run gen` made and the build named by its contents: a page never meets that of another version. Null when it cannot be had. */
export const fetchStart = async (): Promise<RecordedStart | null> => {
  try {
    const response = await fetch(new URL('./start.json', import.meta.url));
    const text = await response.text();
    return response.ok ? (readPlain(text) as RecordedStart) : null;
  } catch {
    return null;
  }
};

/** The run that the file is about, as the page opens it. */
const isRecorded = (run: Run, { placement, mayRecord }: OpenOptions): boolean =>
  mayRecord && run.scenario === DEFAULT_SCENARIO && run.seed === DEFAULT_SEED && placement.kind === 'workers';

/** A session that may be there before the live one: what is asked of it is passed on, in order, as soon as that is open. */
class EarlySession implements Session {
  readonly info: RunInfo;
  readonly #live: Promise<Session>;
  readonly #relay: StartRelay;
  #start: RecordedStart | null = null;
  #granted = false;

  constructor(info: RunInfo, live: Promise<Session>, relay: StartRelay) {
    this.info = info;
    this.#live = live;
    this.#relay = relay;
  }

  readonly advance: Session['advance'] = (t) => {
    this.#granted = true;
    this.#play();
    this.#later((session) => session.advance(t));
  };

  readonly rewind: Session['rewind'] = (t, interventions) => {
    this.#start = null;
    this.#later((session) => session.rewind(t, interventions));
  };

  readonly addClasses: Session['addClasses'] = (classes) => this.#later((session) => session.addClasses(classes));

  readonly place: Session['place'] = async (placement) => (await this.#live).place(placement);

  readonly close: Session['close'] = () => this.#later((session) => session.close());

  offer(start: RecordedStart | null): void {
    this.#start = start;
    this.#play();
  }

  /** Nothing comes before time is granted, neither recorded nor live. */
  #play(): void {
    if (this.#granted && this.#start !== null) this.#relay.play(this.#start);
  }

  #later(act: (session: Session) => void): void {
    void this.#live.then(act, () => undefined);
  }
}

/** Resolves with the first of both, so that neither keeps the page waiting. */
const openEarly = async (loaded: Promise<RecordedStart | null>, live: Promise<Session>, relay: StartRelay): Promise<Session> => {
  const facts = live.then((opened) => opened.info);
  const info = await Promise.race([facts, loaded.then((start) => start?.info ?? facts)]);
  const session = new EarlySession(info, live, relay);
  void loaded.then((start) => session.offer(start));
  facts.then(
    (opened) => relay.meet(opened),
    (error: unknown) => relay.onProblem({ kind: 'run_halted', validator: null, message: String(error) }),
  );
  return session;
};

/** Opens sessions with `open`, and with the recorded start that `load` brings where there is one. */
export const withRecordedStart =
  (open: OpenSession<SessionListener>, load: () => Promise<RecordedStart | null>): OpenSession =>
  (run, options, listener) => {
    if (!isRecorded(run, options)) return open(run, options, listener);
    const relay = new StartRelay(listener);
    // Asked for first: it is small, and what is drawn first.
    const loaded = load();
    return openEarly(loaded, open(run, options, relay), relay);
  };
