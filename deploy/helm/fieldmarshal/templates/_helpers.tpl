{{- define "fieldmarshal.name" -}}
{{- if contains .Chart.Name .Release.Name -}}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{- else -}}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{- end -}}
{{- end -}}

{{- define "fieldmarshal.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{/* Links of pages and messages begin with it: without one they would lead nowhere, and nobody would see it before the first page. */}}
{{- define "fieldmarshal.publicUrl" -}}
{{- required "publicUrl is missing: say how people and senders reach Fieldmarshal, such as --set publicUrl=https://fieldmarshal.example.org" .Values.publicUrl -}}
{{- end -}}

{{/* Something where there are files, else nothing. */}}
{{- define "fieldmarshal.files" -}}
{{- if .Values.files.texts }}texts{{ end }}{{ .Values.files.existingConfigMap }}{{ .Values.files.existingSecret }}
{{- end -}}

{{/* What web and worker processes have in common: (dict "root" . "role" "web"). */}}
{{- define "fieldmarshal.pod" -}}
metadata:
  labels:
    app.kubernetes.io/name: {{ .root.Chart.Name }}
    app.kubernetes.io/instance: {{ .root.Release.Name }}
    app.kubernetes.io/component: {{ .role }}
  {{- with .root.Values.files.texts }}
  annotations:
    # Another one after each change of the texts, so that processes are replaced: they read them at their start.
    fieldmarshal/files: {{ toJson . | sha256sum | quote }}
  {{- end }}
spec:
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: 30
  {{- with .root.Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with .root.Values.imagePullSecrets }}
  imagePullSecrets: {{ toJson . }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    seccompProfile: { type: RuntimeDefault }
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          app.kubernetes.io/instance: {{ .root.Release.Name }}
          app.kubernetes.io/component: {{ .role }}
  {{- with .root.Values.nodeSelector }}
  nodeSelector: {{ toJson . }}
  {{- end }}
  {{- with .root.Values.tolerations }}
  tolerations: {{ toJson . }}
  {{- end }}
  containers:
    - name: fieldmarshal
      image: "{{ .root.Values.image.repository }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}"
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      args: [serve, --role, {{ .role }}]
      env:
        - { name: FIELDMARSHAL_PUBLIC_URL, value: {{ include "fieldmarshal.publicUrl" .root | quote }} }
        {{- with .root.Values.artefactUrl }}
        - { name: FIELDMARSHAL_ARTEFACT_URL, value: {{ . | quote }} }
        {{- end }}
        {{- range $name, $value := .root.Values.env }}
        {{- /* Numbers of values files are floating: written as they are, 5000000 would become 5e+06. */}}
        - { name: {{ $name }}, value: {{ if kindIs "string" $value }}{{ $value | quote }}{{ else }}{{ $value | toJson | quote }}{{ end }} }
        {{- end }}
      envFrom:
        - secretRef: { name: {{ .root.Values.existingSecret }} }
      ports:
        - { name: http, containerPort: 4600 }
      # A migration at the first start of a version may take its time.
      startupProbe:
        httpGet: { path: /livez, port: http }
        periodSeconds: 2
        failureThreshold: 150
      # The process, never storage: restarting it would not bring the database back.
      livenessProbe:
        httpGet: { path: /livez, port: http }
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: { path: {{ if eq .role "web" }}/livez{{ else }}/readyz{{ end }}, port: http }
        periodSeconds: 5
        timeoutSeconds: 3
        failureThreshold: 3
      lifecycle:
        # Traffic ends before the process does.
        preStop:
          exec: { command: [sleep, '5'] }
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
      resources: {{ toJson (index .root.Values .role).resources }}
      volumeMounts:
        - { name: data, mountPath: /data }
        - { name: tmp, mountPath: /tmp }
        {{- if include "fieldmarshal.files" .root }}
        - { name: files, mountPath: /etc/fieldmarshal, readOnly: true }
        {{- end }}
  volumes:
    - name: data
      emptyDir: {}
    - name: tmp
      emptyDir: {}
    {{- if include "fieldmarshal.files" .root }}
    - name: files
      projected:
        defaultMode: 0440
        sources:
          {{- if .root.Values.files.texts }}
          - configMap: { name: {{ include "fieldmarshal.name" .root }}-files }
          {{- end }}
          {{- with .root.Values.files.existingConfigMap }}
          - configMap: { name: {{ . }} }
          {{- end }}
          {{- with .root.Values.files.existingSecret }}
          - secret: { name: {{ . }} }
          {{- end }}
    {{- end }}
{{- end -}}
