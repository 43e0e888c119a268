// The only importer of React Flow: validator cards as nodes, links as straight edges, pan and zoom. Nothing that moves goes through it.
import {
  Handle,
  type Edge,
  type Node,
  type NodeProps,
  type NodeTypes,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useViewport,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type MouseEvent, type ReactElement, useEffect, useMemo } from 'react';
import { toValidatorIndex } from '../../core/types/ids.ts';
import { CARD_HEIGHT, CARD_WIDTH, PORT_LEFT, type Place, hasPortBelow } from './layout.ts';
import { ValidatorCard } from './validator-card.tsx';

export type Viewport = { readonly x: number; readonly y: number; readonly zoom: number };

/** Below this zoom a card is a disc. */
const COMPACT_ZOOM = 0.58;
const FIT = { padding: 0.06, maxZoom: 1.5, minZoom: 0.2 } as const;

type CardNode = Node<{ readonly index: number; readonly below: boolean }, 'validator'>;

const Port = ({ below, type }: { readonly below: boolean; readonly type: 'source' | 'target' }): ReactElement => (
  <Handle
    type={type}
    position={below ? Position.Bottom : Position.Top}
    className="p2p-port"
    style={{ left: PORT_LEFT }}
    isConnectable={false}
  />
);

const CardNodeView = ({ data }: NodeProps<CardNode>): ReactElement => {
  const compact = useViewport().zoom < COMPACT_ZOOM;
  return (
    <>
      <ValidatorCard index={toValidatorIndex(data.index)} compact={compact} />
      <Port below={data.below} type="source" />
      <Port below={data.below} type="target" />
    </>
  );
};

const NODE_TYPES: NodeTypes = { validator: CardNodeView };

const toNodes = (places: readonly Place[]): CardNode[] =>
  places.map((place, index) => ({
    id: String(index),
    type: 'validator',
    position: place,
    data: { index, below: hasPortBelow(place) },
    width: CARD_WIDTH,
    height: CARD_HEIGHT,
    draggable: false,
    selectable: false,
    focusable: false,
    // React Flow takes pointer events away from nodes that it does nothing with; the cards have buttons of their own.
    style: { pointerEvents: 'all' },
  }));

const toEdges = (n: number): Edge[] =>
  Array.from({ length: n }, (_, a) => a).flatMap((a) =>
    Array.from({ length: n - a - 1 }, (_, k) => a + k + 1).map((b) => ({
      id: `${a}-${b}`,
      source: String(a),
      target: String(b),
      type: 'straight',
      className: 'p2p-link',
      focusable: false,
      selectable: false,
    })),
  );

export type FlowProps = {
  readonly places: readonly Place[];
  readonly onViewport: (viewport: Viewport) => void;
  /** A click on the empty stage, in stage coordinates. */
  readonly onPick: (at: Place) => void;
  readonly labels: Readonly<Record<string, string>>;
  readonly size: string;
};

const ViewportReporter = ({ onViewport }: Pick<FlowProps, 'onViewport'>): null => {
  const { x, y, zoom } = useViewport();
  useEffect(() => onViewport({ x, y, zoom }), [onViewport, x, y, zoom]);
  return null;
};

/** Fits the cards into view once: its key changes with their number and with the size of the stage. */
const Fitter = (): null => {
  const { fitView } = useReactFlow();
  useEffect(() => void fitView(FIT), [fitView]);
  return null;
};

const Flow = ({ places, onViewport, onPick, labels, size }: FlowProps): ReactElement => {
  const { screenToFlowPosition } = useReactFlow();
  const nodes = useMemo(() => toNodes(places), [places]);
  const edges = useMemo(() => toEdges(places.length), [places.length]);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      nodesConnectable={false}
      edgesFocusable={false}
      nodesFocusable={false}
      elementsSelectable={false}
      zoomOnDoubleClick={false}
      preventScrolling={false}
      zoomOnScroll={false}
      zoomActivationKeyCode="Control"
      minZoom={0.15}
      maxZoom={2.5}
      fitView
      fitViewOptions={FIT}
      ariaLabelConfig={labels}
      deleteKeyCode={null}
      onPaneClick={(event: MouseEvent) => onPick(screenToFlowPosition({ x: event.clientX, y: event.clientY }))}
      proOptions={{ hideAttribution: true }}
    >
      <ViewportReporter onViewport={onViewport} />
      <Fitter key={`${places.length}/${size}`} />
    </ReactFlow>
  );
};

export const StageFlow = (props: FlowProps): ReactElement => (
  <ReactFlowProvider>
    <Flow {...props} />
  </ReactFlowProvider>
);
