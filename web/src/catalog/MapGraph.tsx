import type { DependencyMap, MapEdge, MapNode } from '@fieldmarshal/contract/catalog/map';
import { Background, Controls, MarkerType, ReactFlow, type Edge, type Node } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import './map.css';

interface MapGraphProps {
  map: DependencyMap;
  /** A product was chosen as the one that breaks. */
  onPick: (product: string) => void;
}

/** The dependencies as the server laid them out. Form tells strength: solid is hard, dashed is soft, dotted an application's use. */
export function MapGraph({ map, onPick }: MapGraphProps) {
  return (
    <div className="map-graph">
      <ReactFlow
        nodes={map.nodes.map(asNode)}
        edges={map.edges.map(asEdge)}
        onNodeClick={(_event, node) => {
          const picked = map.nodes.find((each) => each.id === node.id);
          if (picked?.kind === 'Product') onPick(picked.name);
        }}
        nodesDraggable={false}
        nodesConnectable={false}
        fitView
        minZoom={0.2}
        aria-label="Map of dependencies"
      >
        <Background gap={24} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

function asNode(node: MapNode): Node {
  return {
    id: node.id,
    position: { x: node.x, y: node.y },
    width: node.width,
    height: node.height,
    data: { label: node.displayName },
    className: `map-node map-${node.kind.toLowerCase()} map-${node.impact}`,
    ariaLabel: `${node.kind} ${node.displayName}`,
  };
}

function asEdge(edge: MapEdge): Edge {
  return {
    id: `${edge.from}>${edge.to}`,
    source: edge.from,
    target: edge.to,
    className: `map-edge map-${edge.strength}`,
    markerEnd: { type: MarkerType.ArrowClosed },
  };
}
