//! Everything that is known of a period, and the figures that follow from it.

use chrono::{DateTime, NaiveDate, Utc};
use sigillo_contract::sla::{self as view, Outage, Sla, SlaDay, SlaOverview};
use sigillo_domain::sla::{
    Correction, CorrectionRecord, Figures, Maintenance, Minutes, Observations, PeriodRecord,
    PeriodState, Probed, SlaComponent, Timeline, allowance, down_within, minute_of,
    start_of_minute, union,
};
use sigillo_storage::{Connection, StorageError, sla_periods, sla_probes};

use super::period::Bounds;

pub(super) struct Known {
    bounds: Bounds,
    as_of: DateTime<Utc>,
    probed: Vec<(SlaComponent, Probed)>,
    silences: Vec<Minutes>,
    corrections: Vec<CorrectionRecord>,
    maintenance: Vec<Maintenance>,
}

/// A component with what each of its minutes was.
struct Counted {
    component: SlaComponent,
    timeline: Timeline,
    /// The minutes that were announced as maintenance.
    planned: Vec<Minutes>,
}

/// The minutes after the last measurement within which another one may still come: the one that passes, and a timeout.
const AWAITED: i64 = 2;

impl Known {
    pub async fn read(
        on: &mut impl Connection,
        bounds: Bounds,
        record: Option<&PeriodRecord>,
        as_of: DateTime<Utc>,
    ) -> Result<Self, StorageError> {
        let (from, to) = (bounds.from, bounds.to.min(as_of));
        let corrections = match record {
            Some(record) => sla_periods::corrections(on, record.id).await?,
            None => vec![],
        };
        Ok(Self {
            as_of,
            probed: sla_probes::probed(on, from, to).await?,
            silences: silences(&sla_probes::lives(on, from, to).await?),
            corrections,
            maintenance: sla_periods::maintenance_between(on, from, bounds.to).await?,
            bounds,
        })
    }

    pub fn overview(&self, state: PeriodState) -> SlaOverview {
        let counted = SlaComponent::ALL.map(|component| self.count(component));
        let outages = self.outages_of_all(&counted);
        SlaOverview {
            period: self.bounds.period,
            state,
            as_of: self.as_of,
            components: counted.iter().map(|counted| self.level_of(counted, state)).collect(),
            outages,
            maintenance: self.maintenance(),
            corrections: self.corrections.iter().map(correction).collect(),
            closure: None,
        }
    }

    /// The outages of all components, earliest first.
    pub fn outages(&self) -> Vec<Outage> {
        self.outages_of_all(&SlaComponent::ALL.map(|component| self.count(component)))
    }

    fn outages_of_all(&self, counted: &[Counted]) -> Vec<Outage> {
        let mut outages: Vec<_> = counted.iter().flat_map(|one| self.outages_of(one)).collect();
        outages.sort_by_key(|outage| outage.starts_at);
        outages
    }

    pub fn level(&self, component: SlaComponent, state: PeriodState) -> Sla {
        self.level_of(&self.count(component), state)
    }

    pub fn maintenance(&self) -> Vec<view::Maintenance> {
        self.maintenance.iter().map(maintenance).collect()
    }

    fn count(&self, component: SlaComponent) -> Counted {
        let probed = self.probed.iter().filter(|(of, _)| *of == component);
        let corrections = self.corrections.iter().filter(|one| one.component == component);
        let corrections = corrections.map(|one| Correction {
            minutes: Minutes { start: minute_of(one.starts_at), end: minute_of(one.ends_at) },
            state: one.state,
            reason: one.reason.clone(),
        });
        let observations = Observations {
            probed: probed.map(|(_, probed)| probed.clone()).collect(),
            // Without a server there is no panel; of the mail host that says nothing.
            silences: if component == SlaComponent::Web { self.silences.clone() } else { vec![] },
            corrections: corrections.collect(),
        };
        let planned = self.maintenance.iter().filter(|one| one.is_of(component));
        let planned = planned
            .map(|one| Minutes { start: minute_of(one.starts_at), end: minute_of(one.ends_at) });
        Counted {
            component,
            timeline: Timeline::new(self.bounds.passed(self.as_of), &observations),
            planned: union(planned.collect()),
        }
    }

    fn level_of(&self, counted: &Counted, state: PeriodState) -> Sla {
        let Bounds { period, .. } = self.bounds;
        let passed = self.bounds.passed(self.as_of);
        let Counted { component, timeline, planned } = counted;
        let figures = Figures::of(timeline, passed);
        let allowance = allowance(period.length_in_days());
        let days = self.bounds.days.iter().filter(|(_, minutes)| minutes.start < passed.end);
        Sla {
            period,
            component: *component,
            state,
            as_of: self.as_of,
            from: period.first_day(),
            to: period.end_day().pred_opt().unwrap_or_default(),
            availability: figures.availability(),
            worst: figures.worst(),
            best: figures.best(),
            allowance_minutes: allowance,
            longest_allowed_minutes: allowance / 2.0,
            used_minutes: figures.down,
            planned_minutes: down_within(timeline, planned, passed),
            longest_minutes: figures.longest,
            unmeasured_minutes: figures.unmeasured,
            days: days.map(|(day, minutes)| day_of(*day, *minutes, timeline, planned)).collect(),
        }
    }

    fn outages_of(&self, counted: &Counted) -> Vec<Outage> {
        let passed = self.bounds.passed(self.as_of);
        let is_running = !self.bounds.has_ended(self.as_of);
        let outages = counted.timeline.outages().into_iter();
        let outages = outages.map(|outage| {
            let since = Minutes { start: outage.minutes.end, end: passed.end };
            let lasts = is_running && is_awaited(&counted.timeline, since);
            Outage {
                component: counted.component,
                starts_at: start_of_minute(outage.minutes.start),
                ends_at: (!lasts).then(|| start_of_minute(outage.minutes.end)),
                minutes: outage.minutes.len(),
                planned_minutes: down_within(&counted.timeline, &counted.planned, outage.minutes),
                cause: outage.failure.cause,
                evidence: outage.failure.evidence,
            }
        });
        outages.collect()
    }
}

/// Whether minutes, the last ones that have passed, may still get what was measured: a probe takes as long as its
/// timeout. An outage before them is not said to have ended.
fn is_awaited(timeline: &Timeline, last: Minutes) -> bool {
    last.len() <= AWAITED && Figures::of(timeline, last).unmeasured == last.len()
}

fn day_of(day: NaiveDate, minutes: Minutes, timeline: &Timeline, planned: &[Minutes]) -> SlaDay {
    let figures = Figures::of(timeline, minutes);
    SlaDay {
        day,
        up_minutes: figures.up,
        down_minutes: figures.down,
        planned_minutes: down_within(timeline, planned, minutes),
        unmeasured_minutes: figures.unmeasured,
    }
}

/// The whole minutes between two stretches in which any server lived. Before the first one there was no service to
/// measure, and after the last one whoever asks is a sign of life.
fn silences(lives: &[(DateTime<Utc>, DateTime<Utc>)]) -> Vec<Minutes> {
    let mut silences = vec![];
    let mut alive_until: Option<DateTime<Utc>> = None;
    for (start, end) in lives {
        if let Some(until) = alive_until.filter(|until| start > until) {
            silences.push(Minutes::within(until, *start));
        }
        alive_until = alive_until.max(Some(*end));
    }
    silences.retain(|silence| !silence.is_empty());
    silences
}

pub(super) fn correction(found: &CorrectionRecord) -> view::SlaCorrection {
    view::SlaCorrection {
        id: found.id,
        component: found.component,
        state: found.state,
        starts_at: found.starts_at,
        ends_at: found.ends_at,
        reason: found.reason.clone(),
        created_at: found.created_at,
        created_by: found.created_by.clone(),
    }
}

pub(super) fn maintenance(found: &Maintenance) -> view::Maintenance {
    view::Maintenance {
        id: found.id,
        components: found.components.clone(),
        starts_at: found.starts_at,
        ends_at: found.ends_at,
        description: found.description.clone(),
        announced_at: found.announced_at,
        announced_by: found.announced_by.clone(),
        withdrawn_at: found.withdrawn_at,
        version: found.version,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-03-02T{text}Z").parse().unwrap()
    }

    fn lengths(lives: &[(&str, &str)]) -> Vec<i64> {
        let lives: Vec<_> = lives.iter().map(|(start, end)| (at(start), at(end))).collect();
        silences(&lives).into_iter().map(Minutes::len).collect()
    }

    #[test]
    fn the_panel_is_silent_while_no_server_lives() {
        assert_eq!(lengths(&[]), [0; 0]);
        assert_eq!(lengths(&[("10:00:00", "11:00:00")]), [0; 0]);
        assert_eq!(lengths(&[("10:00:00", "11:00:10"), ("11:10:00", "12:00:00")]), [9]);
        // A restart within a minute is no outage.
        assert_eq!(lengths(&[("10:00:00", "11:00:10"), ("11:00:50", "12:00:00")]), [0; 0]);
        // The other server lives on.
        let both = [("10:00:00", "11:00:00"), ("10:30:00", "14:00:00"), ("13:00:00", "15:00:00")];
        assert_eq!(lengths(&both), [0; 0]);
        let first_longer =
            [("10:00:00", "14:00:00"), ("11:00:00", "12:00:00"), ("14:30:00", "15:00:00")];
        assert_eq!(lengths(&first_longer), [30]);
    }
}
