// The only importer of React Flow: validators as nodes, links as straight edges, pan and zoom. Nothing that moves goes through it.
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
  useStore,
  useViewport,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type MouseEvent, type ReactElement, useEffect, useMemo } from 'react';
import { toValidatorIndex } from '../../core/types/ids.ts';
import { DISC_ZOOM, PORT_LEFT, type Place, type PortSide, type Spread } from './layout.ts';
import { SHOWN } from './shown.ts';
import { type Detail, ValidatorCard } from './validator-card.tsx';

export type Viewport = { readonly x: number; readonly y: number; readonly zoom: number };

/** Above it a card bears labels (experience.md D3). */
const LABELS_ZOOM = 1.2;
/** React Flow's own minimum is larger. */
const MIN_ZOOM = 0.1;
const MAX_ZOOM = 2.5;
/** The tools have a strip of their own on the right, on a phone above. */
const PADDING = matchMedia('(max-width: 767px)').matches
  ? ({ top: '52px', right: '8px', bottom: '12px', left: '8px' } as const)
  : ({ top: '16px', right: '60px', bottom: '16px', left: '20px' } as const);
const FIT = { padding: PADDING, maxZoom: 1.19, minZoom: MIN_ZOOM } as const;

type CardNode = Node<{ readonly index: number; readonly port: PortSide; readonly width: number; readonly height: number }, 'card' | 'ring'>;

const POSITIONS: Readonly<Record<PortSide, Position>> = { top: Position.Top, bottom: Position.Bottom, left: Position.Left };

const Port = ({ side, type }: { readonly side: PortSide; readonly type: 'source' | 'target' }): ReactElement => (
  <Handle
    type={type}
    position={POSITIONS[side]}
    className="p2p-port"
    style={side === 'left' ? undefined : { left: PORT_LEFT }}
    isConnectable={false}
  />
);

const detailOf = (zoom: number): Detail => (zoom < DISC_ZOOM ? 'disc' : zoom > LABELS_ZOOM ? 'labels' : 'card');

const CardNodeView = ({ data }: NodeProps<CardNode>): ReactElement => {
  const detail = useStore((s) => detailOf(s.transform[2]));
  return (
    <>
      <ValidatorCard index={toValidatorIndex(data.index)} detail={detail} width={data.width} height={data.height} />
      <Port side={data.port} type="source" />
      <Port side={data.port} type="target" />
    </>
  );
};

const RingNodeView = ({ data }: NodeProps<CardNode>): ReactElement => (
  <ValidatorCard index={toValidatorIndex(data.index)} detail="ring" width={data.width} height={data.height} />
);

const NODE_TYPES: NodeTypes = { card: CardNodeView, ring: RingNodeView };

const toNodes = ({ places, ports, width, height, hub }: Spread): CardNode[] =>
  places.map((place, index) => ({
    id: String(index),
    type: hub === null ? 'card' : 'ring',
    position: place,
    data: { index, port: ports[index] ?? 'top', width, height },
    width,
    height,
    draggable: false,
    selectable: false,
    focusable: false,
    // React Flow takes pointer events away from nodes that it does nothing with; the cards have buttons of their own.
    style: { pointerEvents: 'all' },
  }));

/** Between all cards; discs have bundles instead, which the painter draws. */
const toEdges = ({ places, hub }: Spread): Edge[] =>
  hub !== null
    ? []
    : places.flatMap((_, a) =>
        Array.from({ length: places.length - a - 1 }, (_unused, k) => a + k + 1).map((b) => ({
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
  readonly spread: Spread;
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

/** Hands the camera to tools that arrive later. */
const CameraHolder = (): null => {
  const flow = useReactFlow();
  useEffect(() => {
    SHOWN.camera = {
      fit: () => void flow.fitView(FIT),
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor),
      panBy: (dx, dy) => {
        const { x, y, zoom } = flow.getViewport();
        void flow.setViewport({ x: x + dx, y: y + dy, zoom });
      },
      lookAt: ({ x, y }, zoom) => void flow.setCenter(x, y, { zoom }),
      toStage: (client) => flow.screenToFlowPosition(client),
      toClient: (at) => flow.flowToScreenPosition(at),
      zoom: () => flow.getZoom(),
    };
    return () => {
      SHOWN.camera = null;
    };
  }, [flow]);
  return null;
};

const Flow = ({ spread, onViewport, onPick, labels, size }: FlowProps): ReactElement => {
  const { screenToFlowPosition } = useReactFlow();
  const nodes = useMemo(() => toNodes(spread), [spread]);
  const edges = useMemo(() => toEdges(spread), [spread]);
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
      minZoom={MIN_ZOOM}
      maxZoom={MAX_ZOOM}
      fitView
      fitViewOptions={FIT}
      ariaLabelConfig={labels}
      deleteKeyCode={null}
      panActivationKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      onPaneClick={(event: MouseEvent) => onPick(screenToFlowPosition({ x: event.clientX, y: event.clientY }))}
      proOptions={{ hideAttribution: true }}
    >
      <ViewportReporter onViewport={onViewport} />
      <CameraHolder />
      <Fitter key={`${spread.places.length}/${size}`} />
    </ReactFlow>
  );
};

export const StageFlow = (props: FlowProps): ReactElement => (
  <ReactFlowProvider>
    <Flow {...props} />
  </ReactFlowProvider>
);
