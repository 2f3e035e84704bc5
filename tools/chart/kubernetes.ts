import { z } from 'zod';

/**
 * What Kubernetes 1.25 and later take, as far as the chart says it: field by field, since an API server leaves out a field that it does not
 * know, and a probe with a slip in its name is no probe. From the reference of the API; PodMonitor from that of the Prometheus Operator.
 */
const text = z.string().min(1);
const label = z.string().regex(/^(([a-z0-9.-]+\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)$/);
const labels = z.record(label, z.string().regex(/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/));
/** A name that is part of host names, too. */
const name = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const host = z.string().regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/);
const port = z.union([z.number().int().min(1).max(65_535), z.string().regex(/^[a-z0-9-]{1,15}$/)]);
const seconds = z.number().int().min(1);
const quantity = z.string().regex(/^\d+(\.\d+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/);
const quantities = z.strictObject({ cpu: quantity.optional(), memory: quantity.optional() });
const selector = z.strictObject({ matchLabels: labels });
const metadata = z.strictObject({ name, labels, annotations: z.record(label, z.string()).optional() });

const probe = z.strictObject({
  httpGet: z.strictObject({ path: z.string().startsWith('/'), port }),
  periodSeconds: seconds,
  timeoutSeconds: seconds.optional(),
  failureThreshold: seconds,
});

const container = z.strictObject({
  name,
  image: z.string().regex(/^[a-z0-9][\w./:-]*:[\w][\w.-]{0,127}$/),
  imagePullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']),
  args: z.array(text),
  env: z.array(z.strictObject({ name: z.string().regex(/^[A-Za-z_]\w*$/), value: z.string() })),
  envFrom: z.array(z.strictObject({ secretRef: z.strictObject({ name }) })),
  ports: z.array(z.strictObject({ name: port, containerPort: z.number().int() })),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  lifecycle: z.strictObject({
    preStop: z.strictObject({ exec: z.strictObject({ command: z.array(z.string()) }) }),
  }),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.array(z.literal('ALL')) }),
  }),
  resources: z.strictObject({ requests: quantities.optional(), limits: quantities.optional() }),
  volumeMounts: z.array(
    z.strictObject({ name, mountPath: z.string().startsWith('/'), readOnly: z.literal(true).optional() }),
  ),
});

const toleration = z.strictObject({
  key: text.optional(),
  operator: z.enum(['Exists', 'Equal']).optional(),
  value: z.string().optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
  tolerationSeconds: z.number().int().optional(),
});

const projection = z.strictObject({
  defaultMode: z.number().int().min(0).max(0o777),
  sources: z
    .array(
      z.union([
        z.strictObject({ configMap: z.strictObject({ name }) }),
        z.strictObject({ secret: z.strictObject({ name }) }),
      ]),
    )
    .min(1),
});

const pod = z.strictObject({
  metadata: z.strictObject({ labels, annotations: z.record(label, z.string()).optional() }),
  spec: z.strictObject({
    automountServiceAccountToken: z.literal(false),
    enableServiceLinks: z.literal(false),
    terminationGracePeriodSeconds: seconds,
    priorityClassName: name.optional(),
    imagePullSecrets: z.array(z.strictObject({ name })).optional(),
    securityContext: z.strictObject({
      runAsNonRoot: z.literal(true),
      runAsUser: z.number().int().min(1),
      runAsGroup: z.number().int().min(1),
      fsGroup: z.number().int().min(1),
      seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
    }),
    topologySpreadConstraints: z.array(
      z.strictObject({
        maxSkew: z.number().int().min(1),
        topologyKey: label,
        whenUnsatisfiable: z.enum(['ScheduleAnyway', 'DoNotSchedule']),
        labelSelector: selector,
      }),
    ),
    nodeSelector: labels.optional(),
    tolerations: z.array(toleration).optional(),
    containers: z.array(container).length(1),
    volumes: z.array(
      z.union([
        z.strictObject({ name, emptyDir: z.strictObject({}) }),
        z.strictObject({ name, projected: projection }),
      ]),
    ),
  }),
});

const configMap = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('ConfigMap'),
  metadata,
  data: z.record(z.string().regex(/^[-._A-Za-z0-9]+$/), z.string()),
});

const deployment = z.strictObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('Deployment'),
  metadata,
  spec: z.strictObject({
    replicas: z.number().int().min(0),
    revisionHistoryLimit: z.number().int().min(0),
    strategy: z.strictObject({
      type: z.literal('RollingUpdate'),
      rollingUpdate: z.strictObject({ maxUnavailable: z.number().int(), maxSurge: z.number().int() }),
    }),
    selector,
    template: pod,
  }),
});

const budget = z.strictObject({
  apiVersion: z.literal('policy/v1'),
  kind: z.literal('PodDisruptionBudget'),
  metadata,
  spec: z.strictObject({ maxUnavailable: z.number().int().min(1), selector }),
});

const service = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Service'),
  metadata,
  spec: z.strictObject({
    type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer']),
    ports: z.array(
      z.strictObject({ name: port, port: z.number().int().min(1).max(65_535), targetPort: port }),
    ),
    selector: labels,
  }),
});

const backend = z.strictObject({
  service: z.strictObject({ name, port: z.strictObject({ name: port }) }),
});
const ingress = z.strictObject({
  apiVersion: z.literal('networking.k8s.io/v1'),
  kind: z.literal('Ingress'),
  metadata,
  spec: z.strictObject({
    ingressClassName: name.optional(),
    tls: z.array(z.strictObject({ hosts: z.array(host).min(1), secretName: name })),
    rules: z.array(
      z.strictObject({
        host,
        http: z.strictObject({
          paths: z.array(
            z.strictObject({
              path: z.string().startsWith('/'),
              pathType: z.enum(['Prefix', 'Exact']),
              backend,
            }),
          ),
        }),
      }),
    ),
  }),
});

const monitor = z.strictObject({
  apiVersion: z.literal('monitoring.coreos.com/v1'),
  kind: z.literal('PodMonitor'),
  metadata,
  spec: z.strictObject({
    selector,
    jobLabel: label,
    podMetricsEndpoints: z.array(
      z.strictObject({ port, path: z.string().startsWith('/'), interval: z.string().regex(/^\d+(s|m)$/) }),
    ),
  }),
});

const cidr = z.string().regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/);
const labelSelector = z.strictObject({ matchLabels: labels.optional() });
const peer = z.strictObject({
  podSelector: labelSelector.optional(),
  namespaceSelector: labelSelector.optional(),
  ipBlock: z.strictObject({ cidr, except: z.array(cidr).optional() }).optional(),
});
const policyPorts = z.array(
  z.strictObject({
    port,
    endPort: z.number().int().optional(),
    protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(),
  }),
);
const networkPolicy = z.strictObject({
  apiVersion: z.literal('networking.k8s.io/v1'),
  kind: z.literal('NetworkPolicy'),
  metadata,
  spec: z.strictObject({
    podSelector: selector,
    policyTypes: z.array(z.enum(['Ingress', 'Egress'])).min(1),
    ingress: z.array(z.strictObject({ ports: policyPorts, from: z.array(peer).min(1).optional() })),
    egress: z
      .array(z.strictObject({ ports: policyPorts.optional(), to: z.array(peer).optional() }))
      .optional(),
  }),
});

export const kubernetesObject = z.discriminatedUnion('kind', [
  configMap,
  deployment,
  budget,
  service,
  ingress,
  monitor,
  networkPolicy,
]);
export type KubernetesObject = z.output<typeof kubernetesObject>;
