"""Cut messages into French words for Rasa, short forms written out, greetings left out."""
from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.french import substance, words
from bot.nlu.stems import stem


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FrenchTokenizer(Tokenizer):
    """Tokens of `bot.nlu.french`; each token's lemma is its Snowball stem, so Rasa's own featurizers can use it too.

    Give it no `token_pattern`: offsets are those of the message, but a token's text may be longer (« g » → « j », « ai »).
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """What Rasa's `Tokenizer` expects."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None,
                "prefix_separator_symbol": None}

    @staticmethod
    def supported_languages() -> List[str]:
        """French only."""
        return ["fr"]

    @staticmethod
    def required_packages() -> List[str]:
        """Rasa checks them before training."""
        return ["spacy"]

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        """The words of `attribute`, without greeting; none at all for an empty or wordless text."""
        said = substance(words(message.get(attribute)))
        return [Token(word.text, word.start, word.end, lemma=stem(word.text)) for word in said]
