// The only importer of React Flow: validators as nodes, links as straight edges, pan and zoom. Nothing that moves goes through it.
import {
  Handle,
  type Edge,
  type Node,
  type NodeProps,
  type NodeTypes,
  Position,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  useViewport,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type MouseEvent, type ReactElement, useEffect, useMemo } from 'react';
import { toValidatorIndex } from '../../core/types/ids.ts';
import { areLinked } from '../../core/view/linked.ts';
import { type CameraPlace, changeStageView, useStageView } from '../store/stage-view.ts';
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

/** Between all cards that have something to say to each other; discs have bundles instead, which the painter draws. */
const toEdges = ({ places, hub }: Spread, validators: number): Edge[] =>
  hub !== null
    ? []
    : places.flatMap((_, a) =>
        Array.from({ length: places.length - a - 1 }, (_unused, k) => a + k + 1)
          .filter((b) => areLinked(a, b, validators))
          .map((b) => ({
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
  /** How many of the cards are validators. */
  readonly validators: number;
  readonly onViewport: (viewport: Viewport) => void;
  /** A click on the empty stage, in stage coordinates. */
  readonly onPick: (at: Place) => void;
  readonly labels: Readonly<Record<string, string>>;
  readonly size: string;
};

/** The viewport in which all cards were shown last; one that differs has been chosen by somebody. */
let fitted: Viewport | null = null;

const ViewportReporter = ({ onViewport }: Pick<FlowProps, 'onViewport'>): null => {
  const { x, y, zoom } = useViewport();
  const [width, height] = [useStore((s) => s.width), useStore((s) => s.height)];
  useEffect(() => {
    onViewport({ x, y, zoom });
    const isFitted = fitted !== null && fitted.zoom === zoom && Math.hypot(fitted.x - x, fitted.y - y) < 1;
    changeStageView({ camera: isFitted ? null : { x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom, zoom } });
  }, [onViewport, x, y, zoom, width, height]);
  return null;
};

const showAll = async (flow: ReactFlowInstance<CardNode>): Promise<void> => {
  await flow.fitView(FIT);
  fitted = flow.getViewport();
  changeStageView({ camera: null });
};

const lookThere = (flow: ReactFlowInstance<CardNode>, { x, y, zoom }: CameraPlace): void => void flow.setCenter(x, y, { zoom });

/** Shows all cards, or what a link asks for, once: its key changes with their number and with the size of the stage. A link may come later. */
const Fitter = (): null => {
  const flow = useReactFlow<CardNode>();
  useEffect(() => {
    const { aim } = useStageView.getState();
    if (aim === null) void showAll(flow);
    else lookThere(flow, aim);
    return useStageView.subscribe((now, before) => {
      if (now.aim !== before.aim && now.aim !== null) lookThere(flow, now.aim);
    });
  }, [flow]);
  return null;
};

/** Somebody moves the camera: what a link wanted is over. */
const leaveAim = (): void => {
  if (useStageView.getState().aim !== null) changeStageView({ aim: null });
};

/** Hands the camera to tools that arrive later. */
const CameraHolder = (): null => {
  const flow = useReactFlow<CardNode>();
  useEffect(() => {
    SHOWN.camera = {
      fit: () => {
        leaveAim();
        void showAll(flow);
      },
      zoomBy: (factor) => {
        leaveAim();
        void flow.zoomTo(flow.getZoom() * factor);
      },
      panBy: (dx, dy) => {
        leaveAim();
        const { x, y, zoom } = flow.getViewport();
        void flow.setViewport({ x: x + dx, y: y + dy, zoom });
      },
      lookAt: ({ x, y }, zoom) => {
        leaveAim();
        void flow.setCenter(x, y, { zoom });
      },
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

const Flow = ({ spread, validators, onViewport, onPick, labels, size }: FlowProps): ReactElement => {
  const { screenToFlowPosition } = useReactFlow();
  const nodes = useMemo(() => toNodes(spread), [spread]);
  const edges = useMemo(() => toEdges(spread, validators), [spread, validators]);
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
      onMoveStart={(event) => event !== null && leaveAim()}
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
