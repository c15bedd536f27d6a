"""The company's weekly meetings as recurring series in calendars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from teams_app.sandbox.company import Company, WeeklyMeeting, derived_id
from teams_app.sandbox.graph.ids import entry_id, occurrence_date, occurrence_id
from teams_app.sandbox.graph.meetings import Busy, Entry, Invitee, Item, Meeting
from teams_app.sandbox.graph.zones import windows_name

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST_DAY = date(2025, 1, 6)  # a Monday; all series begin in this week and have no end
SET_UP = datetime(2025, 1, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Series:
    """One weekly meeting; ``uid`` is the same in every mailbox, and the same in each run."""

    weekly: WeeklyMeeting
    zone: str

    @cached_property
    def uid(self) -> str:
        w = self.weekly
        return derived_id("series", f"{w.organizer}/{w.weekday}/{w.start}/{w.subject}")

    @property
    def people(self) -> tuple[str, ...]:
        return (self.weekly.organizer, *self.weekly.attendees)

    @property
    def day(self) -> int:
        return WEEKDAYS.index(self.weekly.weekday)

    def span(self, day: date) -> tuple[datetime, datetime]:
        """Start and end on a day, in UTC."""
        return _span(day, self.weekly.start, self.weekly.minutes, self.zone)

    def days(self, start: datetime, end: datetime) -> Iterator[date]:
        """The days on which it may touch a time span (one more at both ends, for time zones)."""
        first = max(FIRST_DAY, start.date() - timedelta(days=1))
        day = first + timedelta(days=(self.day - first.weekday()) % 7)
        while day <= end.date() + timedelta(days=1):
            yield day
            day += timedelta(days=7)


class WeeklyMeetings:
    """All series of the company, by mailbox."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._of: dict[str, list[Series]] = {}
        for weekly in company.weekly:
            organizer = company.by_email.get(weekly.organizer)
            series = Series(weekly, organizer.time_zone if organizer else "UTC")
            for email in series.people:
                self._of.setdefault(email, []).append(series)

    def busy(self, owner: str, start: datetime, end: datetime) -> Iterator[Busy]:
        """When a mailbox is taken: the quick way, for free/busy."""
        for series in self._of.get(owner, ()):
            weekly = series.weekly
            for day in series.days(start, end):
                begins, ends = series.span(day)
                if begins < end and start < ends:
                    yield Busy(begins, ends, weekly.show_as, weekly.subject, series.uid)

    def occurrences(self, owner: str, start: datetime, end: datetime) -> Iterator[Item]:
        """The occurrences in a time span, as a calendar view shows them."""
        for series in self._of.get(owner, ()):
            for day in series.days(start, end):
                item = self._occurrence(series, owner, day)
                if item.meeting.overlaps(start, end):
                    yield item

    def masters(self, owner: str) -> Iterable[Item]:
        return [self._master(series, owner) for series in self._of.get(owner, ())]

    def item(self, owner: str, item_id: str) -> Item | None:
        """A series' master or one occurrence, by id."""
        for series in self._of.get(owner, ()):
            master_id = entry_id(owner, series.uid)
            if item_id == master_id:
                return self._master(series, owner)
            day = occurrence_date(master_id, item_id)
            if day is not None and day.weekday() == series.day:
                return self._occurrence(series, owner, day)
        return None

    def _master(self, series: Series, owner: str) -> Item:
        day = FIRST_DAY + timedelta(days=series.day)
        recurrence = {
            "pattern": {
                "type": "weekly",
                "interval": 1,
                "month": 0,
                "dayOfMonth": 0,
                "daysOfWeek": [LONG_WEEKDAYS[series.day]],
                "firstDayOfWeek": "monday",
                "index": "first",
            },
            "range": {
                "type": "noEnd",
                "startDate": day.isoformat(),
                "endDate": "0001-01-01",
                "recurrenceTimeZone": windows_name(series.zone),
                "numberOfOccurrences": 0,
            },
        }
        entry = self._entry(series, owner)
        entry.repeats = recurrence
        return Item(entry, self._meeting(series, day))

    def _occurrence(self, series: Series, owner: str, day: date) -> Item:
        entry = self._entry(series, owner)
        entry.series, entry.id = entry.id, occurrence_id(entry.id, day)
        return Item(entry, self._meeting(series, day))

    def _entry(self, series: Series, owner: str) -> Entry:
        response = "organizer" if owner == series.weekly.organizer else "accepted"
        return Entry(entry_id(owner, series.uid), owner, series.uid, response, SET_UP)

    def _meeting(self, series: Series, day: date) -> Meeting:
        start, end = series.span(day)
        zone = windows_name(series.zone)
        return Meeting(
            uid=series.uid,
            organizer=series.weekly.organizer,
            start=start,
            end=end,
            created=SET_UP,
            modified=SET_UP,
            subject=series.weekly.subject,
            start_zone=zone,
            end_zone=zone,
            invitees=[self._invitee(email) for email in series.weekly.attendees],
            options={"showAs": series.weekly.show_as},
        )

    def _invitee(self, email: str) -> Invitee:
        person = self._company.by_email.get(email)
        return Invitee(email, person.name if person else email, "required", "accepted", SET_UP)


@lru_cache(maxsize=20_000)
def _span(day: date, start: str, minutes: int, zone: str) -> tuple[datetime, datetime]:
    begins = datetime.combine(day, time.fromisoformat(start), ZoneInfo(zone)).astimezone(UTC)
    return begins, begins + timedelta(minutes=minutes)
