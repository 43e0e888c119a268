// 简体中文：节点之间获取的区块。
import type { enSync } from './en-sync.ts';

export const zhSync: Readonly<Record<keyof typeof enSync, string>> = {
  'sync.full_node': '全节点',
  'sync.kind.state_diffs': '按状态差分',
  'sync.kind.re_execute': '按执行',
  'sync.kind_hint.state_diffs': '它将每个状态差分与区块头中的承诺核对后应用。区块头本身被信任：与 Apollo 一样，其哈希与签名只是占位。',
  'sync.kind_hint.re_execute': '它重新执行每个区块的交易并比较结果。Apollo 对自己决议的区块只保留哈希；此处服务者为该节点保留交易。',
  'sync.line': '自 {from} 取 H{height}',
  'sync.asking': '向 {from} 请求自高度 {height} 起的{what}',
  'sync.dropped': '弃用 {peer}',
  'sync.sound': 'H{height} 无误',
  'sync.unsound': 'H{height} 有误',
  'sync.checked.state_diff_commitment': '状态差分与区块头中的承诺核对',
  'sync.checked.execution': '重新执行后比较',
  'sync.taken': '已有区块 {height}',
  'sync.title': '同步',
  'sync.ready': '来自 {from} 的区块 {height}',
  'sync.fact.asking': '查询',
  'sync.fact.ready': '已获取',
  'sync.fact.taken': '已接收',
  'sync.fact.checked': '已核对',
  'sync.fact.dropped': '弃用的节点',
};
