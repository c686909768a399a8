"""Every way in: method, address, the action that opens it, and what kind of thing the address names.

A route that is not here, or a row without its route, fails the tests.
"""

from typing import NamedTuple

ROUTES = """
GET       / front:read -
GET       /accessibility front:read -
GET       /account account:read -
POST      /account/keys/create account:create-key -
POST      /account/keys/{ref}/revoke account:revoke-key -
GET+POST  /account/prove account:read -
POST      /account/sessions/end account:end-session -
POST      /account/sessions/{ref}/end account:end-session -
GET+POST  /accounts/register account:register -
GET       /api api:read -
GET       /api/openapi.json api:read -
POST      /api/v1/appeals/lodge appeal:lodge -
GET       /api/v1/appeals/{ref} appeal:read appeal
POST      /api/v1/appeals/{ref}/admit appeal:admit appeal
POST      /api/v1/appeals/{ref}/dismiss appeal:decide appeal
POST      /api/v1/appeals/{ref}/reject appeal:reject appeal
POST      /api/v1/appeals/{ref}/uphold appeal:decide appeal
POST      /api/v1/appeals/{ref}/withdraw appeal:withdraw appeal
POST      /api/v1/applications/start application:start -
GET       /api/v1/applications/{ref} application:read application
POST      /api/v1/applications/{ref}/accept application:accept application
POST      /api/v1/applications/{ref}/answer application:answer application
POST      /api/v1/applications/{ref}/ask application:ask application
POST      /api/v1/applications/{ref}/assess application:assess application
POST      /api/v1/applications/{ref}/assign application:assign application
POST      /api/v1/applications/{ref}/attach application:attach application
POST      /api/v1/applications/{ref}/correct application:correct application
POST      /api/v1/applications/{ref}/countersign application:countersign application
POST      /api/v1/applications/{ref}/decline-offer application:decline-offer application
POST      /api/v1/applications/{ref}/defer application:defer application
POST      /api/v1/applications/{ref}/detach application:detach application
POST      /api/v1/applications/{ref}/edit application:edit application
POST      /api/v1/applications/{ref}/end application:end application
POST      /api/v1/applications/{ref}/find application:find application
POST      /api/v1/applications/{ref}/give-notice application:give-notice application
POST      /api/v1/applications/{ref}/hold application:hold application
POST      /api/v1/applications/{ref}/note application:note application
POST      /api/v1/applications/{ref}/offer application:offer application
POST      /api/v1/applications/{ref}/proceed application:proceed application
POST      /api/v1/applications/{ref}/recall application:recall application
POST      /api/v1/applications/{ref}/recommend application:recommend application
POST      /api/v1/applications/{ref}/record-views application:record-views application
POST      /api/v1/applications/{ref}/refuse application:refuse application
POST      /api/v1/applications/{ref}/release application:release application
POST      /api/v1/applications/{ref}/represent application:represent application
POST      /api/v1/applications/{ref}/resume application:resume application
POST      /api/v1/applications/{ref}/return application:return application
POST      /api/v1/applications/{ref}/sign application:sign application
POST      /api/v1/applications/{ref}/submit application:submit application
POST      /api/v1/applications/{ref}/surrender application:surrender application
POST      /api/v1/applications/{ref}/withdraw application:withdraw application
GET       /api/v1/cases worklist:read -
POST      /api/v1/concerns/report concern:report -
POST      /api/v1/demand/record demand:record -
GET       /api/v1/endorsements/{ref} endorsement:read endorsement
POST      /api/v1/endorsements/{ref}/answer endorsement:answer endorsement
POST      /api/v1/endorsements/{ref}/ask-time endorsement:ask-time endorsement
POST      /api/v1/endorsements/{ref}/declare-interest endorsement:declare-interest endorsement
POST      /api/v1/endorsements/{ref}/note-nobody-independent endorsement:note-nobody-independent endorsement
POST      /api/v1/endorsements/{ref}/recall endorsement:recall endorsement
POST      /api/v1/endorsements/{ref}/remind endorsement:remind endorsement
POST      /api/v1/endorsements/{ref}/resend endorsement:resend endorsement
POST      /api/v1/endorsements/{ref}/waive endorsement:waive endorsement
GET       /api/v1/me account:read -
POST      /api/v1/organisations/register organisation:register -
POST      /api/v1/organisations/{ref}/end-role organisation:end-role organisation
POST      /api/v1/organisations/{ref}/invite organisation:invite organisation
GET       /api/v1/reviews/{ref} review:read review
POST      /api/v1/reviews/{ref}/follow-up review:follow-up review
POST      /api/v1/reviews/{ref}/grade review:grade review
POST      /api/v1/reviews/{ref}/open review:open review
POST      /api/v1/reviews/{ref}/self-assess review:self-assess review
POST      /api/v1/standards/draft standards:draft -
GET       /api/v1/standards/{ref} standards:read-draft standards
POST      /api/v1/standards/{ref}/close-consultation standards:close-consultation standards
POST      /api/v1/standards/{ref}/consult standards:consult standards
POST      /api/v1/standards/{ref}/discard standards:discard standards
POST      /api/v1/standards/{ref}/edit standards:edit standards
POST      /api/v1/standards/{ref}/publish standards:publish standards
POST      /api/v1/standards/{ref}/record-response standards:record-response standards
GET       /appeals/{ref} appeal:read appeal
GET+POST  /appeals/{ref}/admit appeal:admit appeal
GET+POST  /appeals/{ref}/dismiss appeal:decide appeal
GET+POST  /appeals/{ref}/reject appeal:reject appeal
GET+POST  /appeals/{ref}/uphold appeal:decide appeal
GET+POST  /appeals/{ref}/withdraw appeal:withdraw appeal
GET       /applications application:read -
GET+POST  /applications/start application:start -
GET       /applications/{ref} application:read application
GET+POST  /applications/{ref}/accept application:accept application
GET+POST  /applications/{ref}/answer application:answer application
GET+POST  /applications/{ref}/appeal appeal:lodge application
GET+POST  /applications/{ref}/ask application:ask application
GET+POST  /applications/{ref}/assess application:assess application
GET+POST  /applications/{ref}/assign application:assign application
GET+POST  /applications/{ref}/attach application:attach application
GET       /applications/{ref}/brief application:read application
GET       /applications/{ref}/brief.pdf application:read application
GET       /applications/{ref}/check application:edit application
GET+POST  /applications/{ref}/close-representations application:close-representations application
GET+POST  /applications/{ref}/correct application:correct application
POST      /applications/{ref}/correct/drop application:correct application
GET+POST  /applications/{ref}/countersign application:countersign application
GET+POST  /applications/{ref}/decline-offer application:decline-offer application
GET+POST  /applications/{ref}/defer application:defer application
GET+POST  /applications/{ref}/detach application:detach application
GET+POST  /applications/{ref}/edit application:edit application
GET+POST  /applications/{ref}/edit/{section} application:edit application
GET+POST  /applications/{ref}/end application:end application
GET+POST  /applications/{ref}/find application:find application
GET+POST  /applications/{ref}/give-notice application:give-notice application
GET+POST  /applications/{ref}/hold application:hold application
GET+POST  /applications/{ref}/note application:note application
GET+POST  /applications/{ref}/offer application:offer application
GET       /applications/{ref}/preview.pdf application:offer application
GET+POST  /applications/{ref}/proceed application:proceed application
GET+POST  /applications/{ref}/recall application:recall application
GET+POST  /applications/{ref}/recommend application:recommend application
GET+POST  /applications/{ref}/record-views application:record-views application
GET+POST  /applications/{ref}/refuse application:refuse application
GET+POST  /applications/{ref}/release application:release application
GET+POST  /applications/{ref}/represent application:represent application
GET+POST  /applications/{ref}/resume application:resume application
GET+POST  /applications/{ref}/return application:return application
GET+POST  /applications/{ref}/sign application:sign application
GET+POST  /applications/{ref}/steps/{name} application:proceed application
GET+POST  /applications/{ref}/submit application:submit application
GET+POST  /applications/{ref}/surrender application:surrender application
GET       /applications/{ref}/versions/{number} application:read application
GET+POST  /applications/{ref}/withdraw application:withdraw application
GET       /cases caseload:read -
GET       /cases.csv caseload:read -
GET       /check check:read -
GET+POST  /check/many check:read -
GET       /check/{number} check:read -
GET       /concerns concern:read -
GET+POST  /concerns/new concern:report -
GET       /demand demand:read -
POST      /demand/record demand:record -
GET       /desk worklist:read -
GET       /documents/{ref} document:read document
GET       /documents/{ref}/certificate.pdf document:read document
GET       /endorsements endorsement:read -
GET       /endorsements/{ref} endorsement:read endorsement
GET+POST  /endorsements/{ref}/answer endorsement:answer endorsement
GET+POST  /endorsements/{ref}/ask-time endorsement:ask-time endorsement
GET+POST  /endorsements/{ref}/declare-interest endorsement:declare-interest endorsement
GET+POST  /endorsements/{ref}/fall-silent endorsement:fall-silent endorsement
GET+POST  /endorsements/{ref}/note-nobody-independent endorsement:note-nobody-independent endorsement
GET       /endorsements/{ref}/pack.pdf endorsement:read endorsement
GET+POST  /endorsements/{ref}/recall endorsement:recall endorsement
GET+POST  /endorsements/{ref}/remind endorsement:remind endorsement
GET+POST  /endorsements/{ref}/resend endorsement:resend endorsement
GET+POST  /endorsements/{ref}/waive endorsement:waive endorsement
GET       /files/{ref} document:read file
GET       /health/live health:read -
GET       /health/ready health:read -
GET       /invitations/{token} account:accept-invitation -
POST      /invitations/{token}/accept account:accept-invitation -
GET+POST  /organisations/register organisation:register -
GET       /organisations/{ref} organisation:read organisation
GET+POST  /organisations/{ref}/end-role organisation:end-role organisation
GET+POST  /organisations/{ref}/invite organisation:invite organisation
GET       /outbox outbox:read -
GET       /outbox/{ref} outbox:read message
GET       /privacy front:read -
GET       /register register:read -
GET       /register.csv register:read -
GET       /register/{ref} register:read -
GET       /reviews/{ref} review:read review
GET+POST  /reviews/{ref}/fall-due review:fall-due review
GET+POST  /reviews/{ref}/follow-up review:follow-up review
GET+POST  /reviews/{ref}/grade review:grade review
GET+POST  /reviews/{ref}/open review:open review
GET+POST  /reviews/{ref}/self-assess review:self-assess review
GET+POST  /sign-in account:sign-in -
POST      /sign-in/as/{slug} account:sign-in -
GET       /sign-in/authenticator account:sign-in -
GET       /sign-in/authenticator.svg account:sign-in -
GET+POST  /sign-in/code account:sign-in -
GET+POST  /sign-in/forgotten account:reset -
GET       /sign-in/new-password/{token} account:reset -
POST      /sign-in/new-password/{token}/replace account:reset -
POST      /sign-out account:sign-out -
GET       /standards standards:read -
GET+POST  /standards/drafts/new standards:draft -
GET       /standards/editions/{ref} standards:read -
GET       /standards/{ref} standards:read-draft standards
GET+POST  /standards/{ref}/close-consultation standards:close-consultation standards
GET+POST  /standards/{ref}/consult standards:consult standards
GET+POST  /standards/{ref}/discard standards:discard standards
GET+POST  /standards/{ref}/edit standards:edit standards
GET+POST  /standards/{ref}/publish standards:publish standards
GET+POST  /standards/{ref}/record-response standards:record-response standards
GET       /static/{file_path} asset:read -
"""


class Way(NamedTuple):
    """One method of one address."""

    method: str
    path: str
    action: str
    kind: str


def ways() -> list[Way]:
    rows = [line.split() for line in ROUTES.strip().splitlines()]
    return [Way(method, path, action, kind) for methods, path, action, kind in rows for method in methods.split("+")]
