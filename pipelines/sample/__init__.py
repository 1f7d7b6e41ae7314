"""A fictional programme of solidarity partnerships, as workbooks through the same door as real ones."""

from pipelines.sample.plan import SAMPLE_AS_OF
from pipelines.sample.programme import ExpectedFinding, SampleProgramme, plan_programme
from pipelines.sample.write import Arrival, write_programme

__all__ = ["SAMPLE_AS_OF", "Arrival", "ExpectedFinding", "SampleProgramme", "plan_programme", "write_programme"]
