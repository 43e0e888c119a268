// Names of messages in words, for panels and stage.
import { shortFelt } from '../../core/view/format.ts';
import type { Message } from '../../core/view/messages.ts';
import { voteWord } from '../../core/view/phrase.ts';
import type { Translate } from '../messages/translate.ts';
import { nodeName } from './names.ts';

/** What a message is, without its way. */
export const messageName = (t: Translate, { what }: Message): string => {
  switch (what.kind) {
    case 'vote':
      return t(`message.vote.${voteWord(what)}`, { value: what.commitment === null ? '' : shortFelt(what.commitment) });
    case 'proposal_part':
      return t(`message.part.${what.part}`, { id: what.messageId, count: what.count });
    case 'transaction':
      return t('message.transaction', { hash: shortFelt(what.hash) });
    case 'sync_request':
      return t('message.sync_request', { what: t(`message.sync.${what.what}`), height: what.height });
    case 'sync_response':
      return t('message.sync_response', { what: t(`message.sync.${what.what}`) });
  }
};

/** `V1 → V2`. */
export const messageWay = (message: Message): string => `${nodeName(message.from)} → ${nodeName(message.to)}`;

/** Both. */
export const messageTitle = (t: Translate, message: Message): string => `${messageName(t, message)}, ${messageWay(message)}`;
