import { z } from 'zod';
import type { Mapping } from './custom-mapping.ts';

/** Tools whose bodies their users write themselves, or which have no adapter of their own. */
export const PRESETS = ['freshdesk', 'sumologic', 'consul', 'jennifer', 'scouter', 'zenius'] as const;
export const presetSchema = z.enum(PRESETS);
export type Preset = z.infer<typeof presetSchema>;

/** Field by field what a preset reads; a rule of the integration's own mapping stands in front of it (ING101). */
export const PRESET_MAPPINGS: Readonly<Record<Preset, Mapping>> = {
  /**
   * Automation rule "Trigger webhook": content "Simple" wraps the chosen fields in `freshdesk_webhook`; in "Advanced"
   * they stand where their user put them. Both a rule for creation and one for updates are needed.
   */
  freshdesk: {
    summary: { path: ['freshdesk_webhook.ticket_subject', 'ticket_subject', 'subject'] },
    key: { path: ['freshdesk_webhook.ticket_id', 'ticket_id', 'id'] },
    status: {
      path: ['freshdesk_webhook.ticket_status', 'ticket_status', 'status'],
      values: {
        Open: 'open',
        Pending: 'ack',
        'Waiting on Customer': 'ack',
        'Waiting on Third Party': 'ack',
        Resolved: 'close',
        Closed: 'close',
        2: 'open',
        3: 'ack',
        4: 'close',
        5: 'close',
        6: 'ack',
        7: 'ack',
      },
      ignoreCase: true,
      // A rule for creation seldom sends the status of what it has just created.
      default: 'open',
    },
    urgency: {
      path: ['freshdesk_webhook.ticket_priority', 'ticket_priority', 'priority'],
      values: {
        Urgent: 'highest',
        High: 'high',
        Medium: 'medium',
        Low: 'low',
        4: 'highest',
        3: 'high',
        2: 'medium',
        1: 'low',
      },
      ignoreCase: true,
    },
    eventAt: { path: ['freshdesk_webhook.ticket_updated_at', 'ticket_updated_at', 'updated_at'] },
    resource: { path: ['freshdesk_webhook.ticket_group_name', 'ticket_group_name', 'group'] },
    eventType: {
      path: ['freshdesk_webhook.ticket_type', 'freshdesk_webhook.ticket_ticket_type', 'ticket_type'],
    },
    links: [{ text: 'Freshdesk', path: ['freshdesk_webhook.ticket_url', 'ticket_url', 'url'] }],
    details: { path: 'freshdesk_webhook' },
  },
  /**
   * Monitors (`{{TriggerType}}`, `{{Id}}` …), and scheduled searches and metric monitors in AlertNow's words. A
   * scheduled log search has no end.
   */
  sumologic: {
    summary: {
      template: [
        '{{name}}: {{description}}',
        '{{searchName}}: {{alertSource}}',
        '{{searchName}}: {{searchDescription}}',
      ],
    },
    key: { path: ['alertID', 'id', 'searchName'] },
    status: {
      path: ['triggerType', 'alertStatus'],
      values: {
        Critical: 'open',
        Warning: 'open',
        MissingData: 'open',
        'Missing Data': 'open',
        ResolvedCritical: 'close',
        ResolvedWarning: 'close',
        ResolvedMissingData: 'close',
        Resolved: 'close',
        Normal: 'close',
      },
      ignoreCase: true,
    },
    urgency: {
      path: ['triggerType', 'alertStatus'],
      values: {
        Critical: 'highest',
        Warning: 'medium',
        MissingData: 'high',
        'Missing Data': 'high',
        ResolvedCritical: 'highest',
        ResolvedWarning: 'medium',
        ResolvedMissingData: 'high',
        Resolved: 'none',
        Normal: 'none',
      },
      ignoreCase: true,
    },
    eventAt: { path: ['triggerTime', 'triggerTimeStart'] },
    resource: { path: ['alertSource', 'name', 'searchName'] },
    metricValue: { path: ['triggerValue', 'numQueryResults'] },
    threshold: { path: ['alertThreshold', 'triggerCondition'] },
    eventType: { path: ['monitorType', 'alrtTypeCd'] },
    links: [
      { text: 'Alert', path: 'alertResponseUrl' },
      { text: 'Query', path: ['queryURL', 'searchQueryUrl'] },
    ],
  },
  /** consul-alerts' http-endpoint in AlertNow's words, and Consul's own check watch, which posts a list. */
  consul: {
    summary: {
      template: [
        '{{check}} on {{node}} is {{status}}: {{output}}',
        '{{Name}} on {{Node}} is {{Status}}: {{Output}}',
      ],
    },
    key: {
      template: ['{{node}}/{{serviceId}}/{{checkId}}', '{{Node}}/{{ServiceID}}/{{CheckID}}'],
    },
    status: {
      path: ['status', 'Status'],
      values: { critical: 'open', warning: 'open', passing: 'close' },
      ignoreCase: true,
    },
    urgency: {
      path: ['status', 'Status'],
      values: { critical: 'highest', warning: 'medium', passing: 'none', maintenance: 'none' },
      ignoreCase: true,
    },
    eventAt: { path: 'timestamp' },
    resource: { path: ['node', 'Node'] },
    metricName: { path: ['check', 'Name'] },
    eventType: { path: ['service', 'ServiceName'] },
    ignore: {
      any: [
        { field: 'status', op: 'equals', value: 'maintenance' },
        { field: 'Status', op: 'equals', value: 'maintenance' },
      ],
    },
  },
  /** JENNIFER's event, as an adapter of the type EVENT gives it. It tells no end: set an auto-close time. */
  jennifer: {
    summary: {
      template: [
        '{{instanceName}}: {{message}}',
        '{{instanceName}}: {{eventName}} {{value}}',
        '{{instanceName}}: {{errorType}} {{value}}',
      ],
    },
    key: {
      template: ['{{domainId}}/{{instanceId}}/{{errorType}}', '{{domainId}}/{{instanceId}}/{{eventName}}'],
    },
    urgency: {
      path: ['eventLevel', 'level'],
      values: {
        FATAL: 'highest',
        CRITICAL: 'highest',
        ERROR: 'high',
        WARNING: 'medium',
        NORMAL: 'lowest',
        INFO: 'lowest',
      },
      ignoreCase: true,
    },
    eventAt: { path: ['time', 'eventTime'] },
    resource: { path: ['instanceName', 'domainName'] },
    metricName: { path: ['metricsName', 'eventName', 'errorType'] },
    metricValue: { path: 'value' },
    eventType: { path: ['errorType', 'eventName'] },
  },
  /**
   * Scouter's AlertNow plug-in: the fields of the Standard integration without id and status, so that the object and
   * the alert's title make the key; and Scouter's own alert pack. It tells no end: set an auto-close time.
   */
  scouter: {
    summary: { path: 'summary', template: '{{title}}: {{message}}' },
    key: {
      path: 'event_id',
      template: [
        '{{resource_name}}/{{custom_details.title}}',
        '{{objHash}}/{{title}}',
        '{{objName}}/{{title}}',
      ],
    },
    urgency: {
      path: ['urgency', 'level'],
      values: {
        0: 'lowest',
        1: 'medium',
        2: 'high',
        3: 'highest',
        INFO: 'lowest',
        WARN: 'medium',
        ERROR: 'high',
        FATAL: 'highest',
      },
      ignoreCase: true,
    },
    eventAt: { path: ['event_time', 'time'] },
    resource: { path: ['resource_name', 'objName', 'objHash'] },
    metricName: { path: 'metric_name' },
    metricValue: { path: 'metric_value' },
    threshold: { path: 'threshold' },
    eventType: { path: ['event_type', 'objType'] },
    details: { path: ['custom_details', 'tags'] },
    // Said when an agent connects for the first time and when it comes back: no trouble, and no end of a known one.
    ignore: {
      any: [
        { field: 'custom_details.title', op: 'equals', value: 'An object has been activated.' },
        { field: 'title', op: 'equals', value: 'ACTIVATED_OBJECT' },
      ],
    },
  },
  /**
   * Zenius has AlertNow as a target, but what it posts there is not published: these are the Standard integration's
   * names, to be checked against a real body in the preview.
   */
  zenius: {
    summary: { path: ['summary', 'message', 'msg'] },
    key: { path: ['event_id', 'eventId'] },
    status: {
      path: 'status',
      values: {
        open: 'open',
        ack: 'ack',
        close: 'close',
        발생: 'open',
        장애: 'open',
        복구: 'close',
        정상: 'close',
        해제: 'close',
      },
      ignoreCase: true,
    },
    urgency: { path: ['urgency', 'severity', 'level'] },
    eventAt: { path: ['event_time', 'eventTime', 'time'] },
    resource: { path: ['resource_name', 'host', 'hostname'] },
    metricName: { path: 'metric_name' },
    metricValue: { path: 'metric_value' },
    threshold: { path: 'threshold' },
    eventType: { path: 'event_type' },
    details: { path: 'custom_details' },
  },
};
