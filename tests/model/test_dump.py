from pipeline.model.dump import dump
from tests.documents import french


def test_the_dump_is_an_indented_tree() -> None:
    assert (
        dump(french())
        == """\
Document
  title: 'Rapport annuel'
  language: 'fr-CA'
  direction: ltr
  creators: 'Sécurité publique'
  title:
    'Rapport annuel'
  Section level=2
    title:
      'Résultats\\xa0: 12,5\\xa0%'
    Paragraph
      'Il a dit '
      Span kind=q
        '«\\xa0Oui\\xa0»'
      ' à la '
      Span kind=span lang='en'
        'Royal Canadian Mounted Police'
      NoteReference note='n1'
      '.'
    Callout kind=warning
      Paragraph
        'Attention aux délais.'
  notes:
    Note label='1' id='n1'
      Paragraph
        'Une note.'
"""
    )
