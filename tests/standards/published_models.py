"""What the published models of data·inclusion say of each line of the standard input: ["structure", record].

Run by the Python of .tools/data-inclusion (see tests/install_tools.sh), warnings counted as errors. The first line of the
output holds the JSON schemas of the models; then one line for each record: null, or why it is refused.
"""
import json
import sys

from data_inclusion.schema import v1
from pydantic import ValidationError

MODELS = {"structure": v1.Structure, "service": v1.Service}


def refusal(kind, record):
    try:
        MODELS[kind].model_validate_json(json.dumps(record), context={"ignore_warnings": False})
    except ValidationError as error:
        return str(error)
    return None


print(json.dumps({kind: model.model_json_schema() for kind, model in MODELS.items()}), flush=True)
for line in sys.stdin:
    print(json.dumps(refusal(*json.loads(line))), flush=True)
