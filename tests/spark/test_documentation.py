"""The examples of the docstrings run."""

import doctest

import pytest
from pyspark.sql import SparkSession

import wiredrift.spark

pytestmark = [
    pytest.mark.filterwarnings("default"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),
]


@pytest.mark.parametrize("name", wiredrift.spark.__all__)
def test_examples_run(spark: SparkSession, name: str) -> None:
    text = getattr(wiredrift.spark, name).__doc__
    example = doctest.DocTestParser().get_doctest(text, {"spark": spark}, name, None, 0)
    assert example.examples, f"{name} has no example"
    setting = "spark.sql.execution.arrow.maxRecordsPerBatch"
    before = spark.conf.get(setting)
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    spark.conf.set(setting, before)
    assert not told, "".join(told)
