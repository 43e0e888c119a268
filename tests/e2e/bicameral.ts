// The page as tests see it: by stable test ids and data attributes only (docs/testing.md), never by class or structure.
import { type Locator, type Page, expect } from '@playwright/test';
import type { StepUnit } from '../../core/view/steps.ts';

/** Everything that must be the same whenever the page shows the same moment. */
export type Moment = {
  readonly step: number;
  readonly us: number;
  readonly fingerprint: string;
  readonly decidedHeight: number;
  readonly narration: string;
  /** Texts and accessible names of all cards, in order. */
  readonly cards: string;
};

export type OpenOptions = { readonly query?: Readonly<Record<string, string>>; readonly payload?: string };

export class Bicameral {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  id(testId: string | RegExp): Locator {
    return this.page.getByTestId(testId);
  }

  /** Opens the page; `payload` is what follows `#s=`. Resolves when the page has drawn itself. */
  async open({ query = {}, payload }: OpenOptions = {}): Promise<void> {
    const search = new URLSearchParams(query).toString();
    await this.page.goto(`./${search === '' ? '' : `?${search}`}${payload === undefined ? '' : `#s=${payload}`}`);
    await expect(this.id('dock')).toBeVisible();
  }

  /** Opens a scenario and pauses it once its head has decided `height`. */
  async openPaused(options: OpenOptions & { readonly headHeight?: number } = {}): Promise<void> {
    await this.open(options);
    await this.waitForHead(options.headHeight ?? 1);
    await this.pause();
    await expect(this.id('recorded'), 'the validators have computed what was recorded').toHaveCount(0);
    await this.complete();
  }

  /** Every part that loads after the first picture is there. */
  async complete(): Promise<void> {
    await expect(this.page.locator('[data-pending]'), 'every part of the page is there').toHaveCount(0);
  }

  async numberOf(testId: string): Promise<number> {
    return Number(await this.id(testId).innerText());
  }

  async waitForHead(height: number): Promise<void> {
    await expect.poll(() => this.numberOf('head-height'), { message: `head height ${height}` }).toBeGreaterThanOrEqual(height);
  }

  async waitForDecided(height: number): Promise<void> {
    await expect.poll(() => this.numberOf('decided-height'), { message: `decided height ${height}` }).toBeGreaterThanOrEqual(height);
  }

  async play(): Promise<void> {
    if ((await this.id('play').getAttribute('data-playing')) !== 'true') await this.id('play').click();
    await expect(this.id('play')).toHaveAttribute('data-playing', 'true');
  }

  async pause(): Promise<void> {
    if ((await this.id('play').getAttribute('data-playing')) === 'true') await this.id('play').click();
    await expect(this.id('play')).toHaveAttribute('data-playing', 'false');
  }

  async setSpeed(speed: string): Promise<void> {
    await this.id('speed').selectOption(speed);
  }

  /** Pauses and waits until everything that was granted has been simulated: the head stands. */
  async rest(): Promise<void> {
    await this.pause();
    await expect(this.id('waiting')).toHaveCount(0);
    const head = this.id('head-time');
    await expect
      .poll(async () => (await head.getAttribute('data-us')) === (await head.getAttribute('data-granted-us')), {
        message: 'the head stands',
      })
      .toBe(true);
  }

  /** The moment shown, once its fingerprint is final. Read in one go, so that all belongs together. */
  async moment(): Promise<Moment> {
    await expect(this.id('waiting')).toHaveCount(0);
    await expect(this.id('fingerprint')).not.toHaveAttribute('data-full', '');
    await this.complete();
    return this.page.evaluate(() => {
      const get = (id: string): HTMLElement | null => document.querySelector(`[data-testid="${id}"]`);
      const cards = [...document.querySelectorAll<HTMLElement>('[data-testid="stage"] .react-flow__node')];
      const names = (card: HTMLElement): string =>
        [...card.querySelectorAll('[aria-label]')].map((e) => e.getAttribute('aria-label')).join(' ');
      return {
        step: Number(get('cursor')?.dataset['step']),
        us: Number(get('cursor')?.dataset['us']),
        fingerprint: get('fingerprint')?.dataset['full'] ?? '',
        decidedHeight: Number(get('decided-height')?.textContent),
        narration: get('narration')?.textContent ?? '',
        cards: cards.map((card) => `${card.innerText} ${names(card)}`).join('\n'),
      };
    });
  }

  async step(): Promise<number> {
    return Number(await this.id('cursor').getAttribute('data-step'));
  }

  async us(): Promise<number> {
    return Number(await this.id('cursor').getAttribute('data-us'));
  }

  async chooseUnit(unit: StepUnit): Promise<void> {
    await this.id('unit').selectOption(unit);
  }

  /** One unit forward, simulating on if need be. */
  async forward(): Promise<Moment> {
    const before = await this.step();
    await this.id('step-forward').click();
    await expect.poll(() => this.step(), { message: 'the cursor moves forward' }).toBeGreaterThan(before);
    return this.moment();
  }

  async back(): Promise<Moment> {
    const before = await this.step();
    await this.id('step-back').click();
    await expect.poll(() => this.step(), { message: 'the cursor moves back' }).toBeLessThan(before);
    return this.moment();
  }

  /** Shows `step` steps, through the tape. */
  async seekStep(step: number): Promise<void> {
    await this.id('tape').fill(String(step));
    await expect(this.id('cursor')).toHaveAttribute('data-step', String(step));
  }

  /** Opens a panel of the left drawer, if it is not open. */
  async drawer(name: string): Promise<void> {
    const button = this.id(`drawer-${name}`);
    if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
  }

  /** The link that the share dialog shows; closes the dialog. */
  async shareLink(): Promise<string> {
    await this.id('share').click();
    await expect(this.id('share-link')).toHaveValue(/#s=/);
    const link = await this.id('share-link').inputValue();
    await this.id('share-dialog-close').click();
    return link;
  }
}

/** What follows `#s=` in a link. */
export const payloadOf = (link: string): string => link.slice(link.indexOf('#s=') + 3);
