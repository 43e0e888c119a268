// 简体中文：线程及其状况。
import type { enPlacement } from './en-placement.ts';

export const zhPlacement: Readonly<Record<keyof typeof enPlacement, string>> = {
  'placement.title': '进程分布',
  'placement.text': '哪个线程处理哪个进程。它不改变任何结果：每次更改后，运行都会从快照在另一组 Worker 中恢复，指纹必须保持不变。',
  'placement.kind': 'Worker 分配',
  'placement.kind.workers': '每个节点一个',
  'placement.kind.packed': '合并',
  'placement.kind.note': '合并：Worker 数量与本机核心数大致相同。超过十二个节点时总是共用 Worker。',
  'placement.inline': '所有进程都在一个 Worker 中。去掉网址中的“placement=inline”再打开页面，即可分配。',
  'placement.remote': 'Batcher 使用独立的 Worker',
  'placement.remote.text': '这样的验证者，其两个部分以不超过桥延迟的时间窗口保持同步。其他验证者毫无察觉。',
  'placement.remote.of': '{v} 的 Batcher 使用独立的 Worker',
  'placement.all': '全部',
  'placement.none': '无',
  'placement.hosts': 'Worker 列表',
  'placement.host': '第 {n} 个 Worker',
  'placement.moving': '正在更换 Worker……',
  'placement.process.consensus': '{v} 的共识',
  'placement.process.batcher': '{v} 的 Batcher',
  'placement.process.instance': '{v} 的 Batcher {i}',
  'problem.worker_lost': '一个 Worker 丢失（{message}）；正在从最近的快照恢复运行。',
  'problem.worker_recovered': '运行已恢复：指纹 {message} 与未受干扰的运行一致。',
  'problem.hosts_moved': '运行已转到另一组 Worker；指纹 {message} 与之前相同。',
  'problem.kernel_refused': '浏览器拒绝了 WebAssembly（{message}）。哈希与签名改用 JavaScript 计算：结果相同，只是较慢。',
  'problem.start_replaced': '本页预先录制的开头与验证者在此算出的结果不一致，已由实际运行取代。',
  'problem.run_halted': '运行因程序错误停止：{message}。它的链接就是报告。',
};
