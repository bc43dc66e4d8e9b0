import { type Guide, json, pasteAddress, shell, text } from './guide.ts';
import { icinga2, nagios } from './nagios.ts';

const zabbix: Guide = {
  snippets: ({ address }) => [
    text(
      'Media type → Webhook → Parameters',
      `url          ${address}
subject      {ALERT.SUBJECT}
eventValue   {EVENT.VALUE}
eventId      {EVENT.ID}
eventName    {EVENT.NAME}
eventDt      Problem started at {EVENT.TIME} on {EVENT.DATE}
host         {HOST.NAME}
severity     {EVENT.SEVERITY}
nseverity    {EVENT.NSEVERITY}
triggerUrl   {$ZABBIX.URL}/tr_events.php?triggerid={TRIGGER.ID}&eventid={EVENT.ID}`,
    ),
    text(
      'Media type → Webhook → Script',
      `var p = JSON.parse(value);
var message = { eventId: p.eventId, eventStatus: p.eventValue === '1' ? 'open' : 'close' };
if (p.eventValue === '1') {
  message.eventDt = p.eventDt;
  message.eventName = p.eventName;
  message.host = p.host;
  message.severity = p.severity;
  message.nseverity = p.nseverity;
  message.triggerUrl = p.triggerUrl;
}
var request = new HttpRequest();
request.addHeader('Content-Type: application/json');
var answer = request.post(p.url, JSON.stringify({ subject: p.subject, message: message }));
if (request.getStatus() !== 200) throw answer;
return answer;`,
    ),
  ],
  sample: (summary) => ({
    body: {
      subject: `Problem: ${summary}`,
      message: {
        eventId: '10001',
        eventStatus: 'open',
        eventName: summary,
        host: 'shell',
        severity: 'High',
        nseverity: '4',
      },
    },
  }),
};

const checkmk: Guide = {
  snippets: ({ address }) => [
    text(
      '~/local/share/check_mk/notifications/watchfloor',
      `#!/usr/bin/env python3
# Watchfloor
import json, os, sys, urllib.request

fields = {k[7:]: v for k, v in os.environ.items() if k.startswith("NOTIFY_")}
fields = {k: "" if v.startswith("$") and v.endswith("$") else v for k, v in fields.items()}
request = urllib.request.Request(
    os.environ.get("NOTIFY_PARAMETER_1") or "${address}",
    data=json.dumps(fields).encode(),
    headers={"Content-Type": "application/json"},
)
try:
    urllib.request.urlopen(request, timeout=10)
except Exception as error:
    sys.stderr.write(str(error))
    sys.exit(1)  # Checkmk tries again`,
    ),
    shell('OMD site', 'chmod +x ~/local/share/check_mk/notifications/watchfloor'),
  ],
  sample: (summary) => ({
    body: {
      NOTIFICATIONTYPE: 'PROBLEM',
      WHAT: 'SERVICE',
      OMD_SITE: 'test',
      HOSTNAME: 'shell',
      SERVICEDESC: 'First alert',
      SERVICESTATE: 'CRITICAL',
      SERVICEOUTPUT: summary,
    },
  }),
};

const librenms: Guide = {
  snippets: ({ address }) => [
    text('Alert Transports → API → API Method', 'POST'),
    text('Alert Transports → API → API URL', address),
    text(
      'Alert Transports → API → Body',
      `{
  "alert_id": "{{ $alert_id }}",
  "state": "{{ $state }}",
  "title": "{{ $title }}",
  "severity": "{{ $severity }}",
  "name": "{{ $name }}",
  "hostname": "{{ $hostname }}",
  "device_id": "{{ $device_id }}",
  "rule_id": "{{ $rule_id }}",
  "timestamp": "{{ $timestamp }}"
}`,
    ),
  ],
  sample: (summary) => ({
    body: {
      alert_id: '1',
      state: '1',
      title: summary,
      severity: 'critical',
      hostname: 'shell',
      device_id: '1',
      rule_id: '1',
    },
  }),
};

const PRTG_FIELDS =
  'sensorid sensor device deviceid host group probe status laststatus lastvalue message datetime timezone priority linksensor';
const prtg: Guide = {
  snippets: ({ address }) => [
    text('Execute HTTP Action → URL', address),
    text(
      'Execute HTTP Action → Payload',
      PRTG_FIELDS.split(' ')
        .map((name) => `${name}=%${name}`)
        .join('&'),
    ),
  ],
  sample: (summary) => ({
    as: 'form',
    body: {
      sensorid: '2001',
      sensor: 'First alert',
      device: 'shell',
      status: 'Down',
      laststatus: 'Up',
      message: summary,
      priority: '4',
    },
  }),
};

/** A variable of an Orion alert. */
const orion = (name: string, of = 'Alerting') => `\${N=${of};M=${name}}`;
const solarBody = (type: string) => ({
  message_type: type,
  alert_name: orion('AlertName'),
  alert_def_id: orion('AlertDefID'),
  alert_object_id: orion('AlertObjectID'),
  alert_active_id: orion('AlertActiveID'),
  severity: orion('Severity'),
  acknowledged: orion('Acknowledged'),
  acknowledged_by: orion('AcknowledgedBy'),
  alert_message: orion('AlertMessage'),
  alert_details_url: orion('AlertDetailsUrl'),
  object_type: orion('ObjectType'),
  node: orion('Caption', 'SwisEntity'),
  ip_address: orion('IP_Address', 'SwisEntity'),
});
const solarwinds: Guide = {
  snippets: ({ address }) => [
    text('Send a GET or POST Request → URL', address),
    json('Trigger Actions → Body to POST', solarBody('CRITICAL')),
    json('Reset Actions → Body to POST', solarBody('RECOVERY')),
  ],
  sample: (summary) => ({
    body: {
      message_type: 'CRITICAL',
      alert_name: 'First alert',
      alert_object_id: '1',
      severity: 'Critical',
      node: 'shell',
      alert_message: summary,
    },
  }),
};

const whatap: Guide = {
  snippets: pasteAddress('Alert → 3rd Party Plugin → Webhook JSON → URL'),
  sample: (summary) => ({
    body: {
      pcode: 1,
      projectName: 'test',
      oid: 1,
      oname: 'shell',
      title: 'First alert',
      message: summary,
      level: 'Critical',
      status: 'on',
    },
  }),
};

/** What watches machines and networks. */
export const HOSTS: Readonly<Record<string, Guide>> = {
  zabbix,
  nagios,
  icinga2,
  checkmk,
  librenms,
  prtg,
  solarwinds,
  whatap,
};
