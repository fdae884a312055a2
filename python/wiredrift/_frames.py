"""Columns of Spark's data frames by name."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F  # noqa: N812 - Spark's own books call it so
from pyspark.sql.types import StructField

from wiredrift import WiredriftError


def field(df: DataFrame, name: str) -> StructField:
    """The column of a name, as `df` declares it."""
    found = [field for field in df.schema.fields if field.name == name]
    if len(found) == 1:
        return found[0]
    told = f"several columns {name!r}" if found else f"no column {name!r}"
    raise WiredriftError(f"the data frame has {told}; it has {', '.join(df.columns)}")


def column(name: str) -> Column:
    """The column of a name that may have dots in it."""
    return F.col("`" + name.replace("`", "``") + "`")
