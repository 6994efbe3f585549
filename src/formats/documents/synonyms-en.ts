import type { SectionKind } from '../../domain/document.ts';

/**
 * Phrases of a heading per kind, separated by `|`: `word*` is a prefix, `=phrase` the whole heading.
 * Source: headings counted in the measurement named in docs/criteria; bare "Maintenance" is read as routine work.
 */
export const ENGLISH: Readonly<Record<SectionKind, string>> = {
  overview:
    'overview | =meaning | summary | introduction | =intro | background | purpose | =scope | why this runbook | tl dr | =about | about this | what is this | what this is | what this does | what this service | what this system | description | service description | =context | business context | impact',
  dependencies:
    'architecture* | dependenc* | host platform | =code | topolog* | components | =component | upstream* | downstream* | infrastructure | technical overview | system diagram | contributing applications | external services | integrations | data flow* | critical endpoints | primary url',
  'service-level':
    'service tier | availability | slo | slos | sla | slas | service level* | error budget* | hours of operation | uptime | rto | rpo | severity levels',
  owner:
    'owner | owners | ownership | contact | contacts | maintainer | maintainers | assign roles | roles | =role | roles and responsibilities | incident lead | responsib* | service desk | point of contact | =team | our team | the team | raci | accountable | stakeholder* | people',
  escalation:
    'escalat* | on call | oncall | first line | second line | third line | 1st line | 2nd line | 3rd line | tier 1 | tier 2 | tier 3 | l1 | l2 | l3 | emergency contact* | who to call | who to contact | whom to call | support contacts | call tree | paging | pager* | developer support',
  monitoring:
    'monitor* | alert | alerts | alerting | logging | logs | =log | view logs | agent logs | dashboard* | metrics | key metrics | observability | telemetry | kibana | grafana | prometheus | tracing | traces',
  'health-check':
    'health check* | healthcheck* | health endpoint* | smoke | smoke test* | health of | liveness | readiness probe* | sanity check* | check health | is it up',
  diagnosis:
    'diagnos* | symptom* | troubleshoot* | possible checks | quick reference | steps to check | failure mode* | failure scenario* | triage | investigat* | common issues | common problems | common errors | common failures | incident scenario* | root cause* | debug* | =causes | possible causes | common causes | not responding | unresponsive | error rate | outage | outages | crash* | crashloop* | fails | failing | failed | stuck | connection lost | restarting | out of memory | oom* | service down | site down | is down | slow | unavailable',
  mitigation:
    'mitigat* | resolution* | resolve | resolving | recommended action* | first 5 minutes | first five minutes | containment | immediate action* | remediat* | incident response | incident handling | incident management | emergency procedure* | =fix | =fixes | how to fix | solution* | =actions | corrective action*',
  procedure:
    'procedure* | =steps | steps to | =step by step | step by step | =run | =execution | execution steps | =process | how to run | instructions | path a | path b | option a | option b | runbook steps',
  rollback:
    'rollback* | roll back* | rolling back | roll backs | rolled back | failback | fail back | revert* | backout | back out | backing out | restore previous version | previous version | undo',
  trigger:
    'trigger* | exit criteria | decision | decision tree | decision matrix | decision criteria | when to | when not to | go no go | stop criteria | hold criteria | criteria | which path | conditions | when this applies | threshold*',
  verification:
    'verif* | exit criteria | post check* | postcheck* | validation | validate | acceptance | confirm* | how to check | definition of done | success criteria | smoke test* | expected result*',
  backup:
    'backup* | back up | back ups | restor* | disaster recovery | =dr | dr plan | recovery | failover | fail over | data recovery | snapshots | bring it back up | bring back',
  deploy:
    'deploy* | release | releases | releasing | rollout* | roll out | cutover | go live | promotion | promote | ship | shipping | canary',
  'kill-switch':
    'kill switch* | killswitch* | kill | full kill | feature flag* | feature toggle* | emergency shutdown | shutdown | shut down | graceful shutdown | feature enablement | throttl* | circuit breaker* | emergency disable | shuttering | emergency stop | stop the | stopping | turn off | turning off | turn it off | switch off | disable | disabling | maintenance mode | maintenance page | off switch | pause',
  prerequisites:
    'prerequisite* | pre requisite* | preparation | permissions | pre condition* | precondition* | pre flight | preflight | =access | access required | required access | before you start | before you begin | requirements | required resources | required tools | =tools',
  security:
    'security | secret | secrets | privacy | personal data | sensitive data | key management | credential* | compliance | pii | access control | password*',
  communication:
    'communicat* | notify | notification* | status page | announce* | customer notice | stakeholder update*',
  'post-incident':
    'post incident | postincident | post mortem* | postmortem* | prevention | lessons learned | follow up* | followup* | after rollback | after the rollback | after the incident | after an incident | post rollback | retrospective* | incident review',
  drill: 'drill* | drilled | rehears* | game day* | gameday* | tested | exercise* | dry run* | fire drill*',
  review:
    'cadence | change log | changelog | last verified | last review* | last updated | review history | revision history | document history | document version | next review | version history | document control',
  links:
    '=reference | references | links | related | see also | =resources | useful resources | additional resources | external resources | further reading | documentation | useful scripts | appendix',
  workarounds:
    'workaround* | work around* | known issue* | known problem* | known limitation* | known bug* | limitation* | human only | manual only | manual cases | exceptions | exception handling | edge cases | caveats | gotchas | not covered | what this doesn t cover | what this does not cover',
  'day-2':
    'day 2 | day two | daily | weekly | monthly | quarterly | routine* | regular maintenance | regular check* | recurring | operational tasks | maintenance | maintenance task* | common tasks | scheduled task* | scheduled job* | housekeeping | common operations | day to day | operations calendar | toil | periodic* | ordinary tuesday',
};
