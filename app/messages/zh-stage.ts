// 简体中文：舞台上的文字。
import type { enStage } from './en-stage.ts';

export const zhStage: Readonly<Record<keyof typeof enStage, string>> = {
  'stage.label': '舞台：验证者与它们之间的消息',
  'stage.card_description': '一个验证者：左侧是共识，右侧是 Batcher',
  'card.summary': '{v}：高度 {height}，轮次 {round}，{step}',
  'card.node_summary': '{v}：全节点，高度 {height}',
  'card.proposer': '提议者',
  'card.proposer_hint': '本轮由该验证者提议（轮转：高度 + 轮次）',
  'card.down': '已停机',
  'card.observer': '观察者',
  'card.no_step': '等待中',
  'step.propose': '提议',
  'step.prevote': '预投票',
  'step.precommit': '预提交',
  'card.no_lock': '未锁定',
  'card.no_decision': '尚无决议',
  'card.batcher.idle': '空闲',
  'card.batcher.building': '构建中',
  'card.batcher.validating': '重新执行',
  'card.batcher.executed': '已执行',
  'card.batcher.failed': '失败',
};
