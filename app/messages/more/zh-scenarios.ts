// 简体中文：场景的故事。
import type { enScenarios } from './en-scenarios.ts';

export const zhScenarios: Readonly<Record<keyof typeof enScenarios, string>> = {
  'scenario.quiet-proposer.story':
    '高度 1 已决议，随后高度 2 的提议者构建的区块始终没有离开它的网络边缘。其余验证者超时、投空票，下一位提议者在第 1 轮完成该高度的决议。',
  'scenario.all-well.story':
    '没有任何故障：每个高度都在第 0 轮决议。看提案如何以流的形式传播，其他验证者如何重新执行，投票如何结束一个高度。',
  'scenario.invalid-proposal.story':
    '高度 2 的提议者宣布了与其区块不符的承诺。每个验证者重新执行后得到另一个承诺，预投票投空票，由下一轮作出决议。',
  'scenario.honest-quorum.story':
    '五个验证者，采用代码库中主网文件的设置：法定票数为超过一半。速度快，但只要一个验证者作恶，安全性就不再有保证。',
  'scenario.equivocation.story':
    '高度 2 的提议者向一半节点发送另一个有效区块，并为两个区块都投票。两个区块都有效，重新执行无法区分。四分之一在 f 之内：最多只有一个区块被决议。',
  'scenario.equivocation-beyond-f.story':
    '自第 3 秒起，四个中的两个向不同节点发送不同的区块和投票。两个诚实者作出不同决议：一致性被破坏，超出 f 时只能如此。',
  'scenario.partition-heals.story': '两两之间二十秒互不可达：任何一侧都没有法定票数，于是没有决议。之后，重发的投票完成该高度。',
  'scenario.locking-saves-safety.story':
    '在高度 1，三个验证者锁定了一个值，其中一个可能已悄悄决议。后续轮次提出另一个区块，被锁定者投空票：这正是避免两个决议的原因。',
  'scenario.slow-execution.story':
    '一个 Batcher 执行交易耗时万倍，错过截止时间。它的共识投空票，随后经同步得知区块：执行落后，共识仍在运转。',
  'scenario.one-transaction-too-many.story':
    '这里的区块只容纳三笔交易，而交易更多。第四笔在执行之前已经流出，却没有位置；高度 2 的 Fin 仍然把它计入。验证者同样没有位置：他们的 Batcher 等待它的结果，直到开始后 19.1 秒（提议超时再加 10 秒）的截止时间才失败，在此之前不进入别的轮次。',
  'scenario.amnesia.story':
    '分区使链停住时，V2 崩溃并丢失存储和最后投票标记。它经同步得知旧区块，并在投过票的高度再次投票：该标记正是为了防止这种情况。',
  'scenario.l1-views.story':
    'V1 比其他人早九十秒看到一条 L1 消息。每当它提议该消息，其他人找不到它并拒绝区块，下一位提议者不含该消息继续。取材于 2025-09-02 的事故，大幅简化。',
  'scenario.virtual-proposer-veto.story':
    '虚拟提议者按权重抽签产生并写入提案，而由另一个验证者构建。此处需要它的预提交：V2 扣住自己的票时，只有它能决议抽中它的轮次，其他人经同步得知区块或进入下一轮。',
  'scenario.synced-cannot-propose.story':
    'V4 在高度 2 被隔离，经同步得知该高度。它仍持有高度 1 的 blob，被记录器拒绝，因此它的下一个提案以 CendeWriteError 失败，该轮以空票结束。',
  'scenario.heartbeat-loss.story': '此处两侧经种子设计的流通信：分块被推送，每秒一次心跳。V3 的心跳丢失；连续缺三次即视为断桥。',
  'scenario.remote-batcher-crash.story':
    'V2 的 Batcher 位于远程桥接之后并崩溃。共识继续运转，调用在重试后失败；Batcher 恢复后经同步得知这些高度。',
  'scenario.two-batchers.story':
    '每个共识有两个 Batcher，这是种子设计的扩展：Apollo 只有一个。V2 的第一个死亡时，正在进行的提案丢失，由第二个接管。',
  'scenario.catch-up.story': 'V4 宕机数个高度。恢复后它向节点获取区块头、状态差分与交易，不投票而直接交给 Batcher，之后重新投票。',
  'scenario.stake.story': '七个质押者，权重最大的五个组成委员会，每四个区块更换一次。未入选者作为观察者；虚拟提议者按权重抽签。',
  'scenario.impersonation.story': '当今 Apollo 的投票没有签名。V4 以 V1 之名再投一票：先收到伪造票者会计入它，真票随后成为冲突。',
  'scenario.nil-is-not-silence.story':
    '在高度 2，V4 投空票；在高度 3，它的投票从未发出。两次其他人都不靠它就能决议，但空票计入票数，沉默不计。',
  'scenario.full-nodes.story':
    '两个全节点从验证者获取区块。N1 将每个状态差分与区块头中的承诺核对后应用；N2 重新执行每个区块并比较。V2 在它提供的数据中改动一个存储值：两者都会发现，在一秒内不再向 V2 请求，转而询问下一个。',
};
