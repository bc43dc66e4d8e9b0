import { type Guide, text } from './guide.ts';

const NAGIOS_SERVICE = [
  ['NOTIFICATIONTYPE', '$NOTIFICATIONTYPE$'],
  ['HOSTNAME', '$HOSTNAME$'],
  ['HOSTADDRESS', '$HOSTADDRESS$'],
  ['SERVICEDESC', '$SERVICEDESC$'],
  ['SERVICESTATE', '$SERVICESTATE$'],
  ['SERVICEOUTPUT', '$SERVICEOUTPUT$'],
  ['SERVICEPROBLEMID', '$SERVICEPROBLEMID$'],
  ['LASTSERVICEPROBLEMID', '$LASTSERVICEPROBLEMID$'],
] as const;
const NAGIOS_HOST = [
  ['NOTIFICATIONTYPE', '$NOTIFICATIONTYPE$'],
  ['HOSTNAME', '$HOSTNAME$'],
  ['HOSTADDRESS', '$HOSTADDRESS$'],
  ['HOSTSTATE', '$HOSTSTATE$'],
  ['HOSTOUTPUT', '$HOSTOUTPUT$'],
  ['HOSTPROBLEMID', '$HOSTPROBLEMID$'],
  ['LASTHOSTPROBLEMID', '$LASTHOSTPROBLEMID$'],
] as const;
const curlLine = (address: string, fields: readonly (readonly [string, string])[]) =>
  `/usr/bin/curl -s -m 10 ${fields
    .map(([name, value]) => `--data-urlencode "${name}=${value}"`)
    .join(' ')} "${address}"`;

const nagiosSample = (summary: string) =>
  ({
    as: 'form',
    body: {
      NOTIFICATIONTYPE: 'PROBLEM',
      HOSTNAME: 'shell',
      SERVICEDESC: 'First alert',
      SERVICESTATE: 'CRITICAL',
      SERVICEOUTPUT: summary,
      SERVICEPROBLEMID: '1',
      LASTSERVICEPROBLEMID: '0',
    },
  }) as const;

export const nagios: Guide = {
  snippets: ({ address }) => [
    text(
      'commands.cfg',
      `define command {
  command_name notify-service-by-watchfloor
  command_line ${curlLine(address, NAGIOS_SERVICE)}
}
define command {
  command_name notify-host-by-watchfloor
  command_line ${curlLine(address, NAGIOS_HOST)}
}
define contact {
  contact_name                   watchfloor
  service_notification_period    24x7
  host_notification_period       24x7
  service_notification_options   w,u,c,r
  host_notification_options      d,u,r
  service_notification_commands  notify-service-by-watchfloor
  host_notification_commands     notify-host-by-watchfloor
}`,
    ),
  ],
  sample: nagiosSample,
};

const icingaArguments = (fields: readonly (readonly [string, string])[]) =>
  fields.map(([name, value]) => `"--data-urlencode", "${name}=${value}"`).join(',\n    ');

export const icinga2: Guide = {
  snippets: ({ address }) => [
    text(
      'conf.d/watchfloor.conf',
      `object NotificationCommand "watchfloor-service" {
  command = [ "/usr/bin/curl", "-s", "-m", "10",
    ${icingaArguments([
      ['NOTIFICATIONTYPE', '$notification.type$'],
      ['HOSTNAME', '$host.name$'],
      ['HOSTADDRESS', '$address$'],
      ['SERVICEDESC', '$service.name$'],
      ['SERVICESTATE', '$service.state$'],
      ['SERVICEOUTPUT', '$service.output$'],
    ])},
    "${address}" ]
}
object NotificationCommand "watchfloor-host" {
  command = [ "/usr/bin/curl", "-s", "-m", "10",
    ${icingaArguments([
      ['NOTIFICATIONTYPE', '$notification.type$'],
      ['HOSTNAME', '$host.name$'],
      ['HOSTADDRESS', '$address$'],
      ['HOSTSTATE', '$host.state$'],
      ['HOSTOUTPUT', '$host.output$'],
    ])},
    "${address}" ]
}
object User "watchfloor" { }
apply Notification "watchfloor-service" to Service {
  command = "watchfloor-service"
  users = [ "watchfloor" ]
  types = [ Problem, Recovery, Acknowledgement ]
  assign where true
}
apply Notification "watchfloor-host" to Host {
  command = "watchfloor-host"
  users = [ "watchfloor" ]
  types = [ Problem, Recovery, Acknowledgement ]
  assign where true
}`,
    ),
  ],
  sample: nagiosSample,
};
