/** A contract whose parts can be counted by hand. */
export const SMALL_CONTRACT = `openapi: 3.1.0
info: { title: Small, version: '1' }
paths:
  /tracker/{tracker_id}:
    put:
      parameters:
        - name: tracker_id
          in: path
          required: true
          schema: { type: string }
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              properties:
                status:
                  anyOf:
                    - { type: string }
                    - { type: 'null' }
      responses:
        '200':
          description: Updated
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Tracker' }
        '404':
          x-observed: true
          description: Unknown
          content:
            application/json: {}
        '422':
          description: Invalid
  /tracker:
    get:
      parameters:
        - name: limit
          in: query
          schema:
            anyOf:
              - { type: integer, minimum: 1 }
              - { type: 'null' }
      responses:
        '200':
          description: Trackers
          content:
            application/json:
              schema:
                type: array
                items: { $ref: '#/components/schemas/Tracker' }
        '422':
          description: Invalid
components:
  schemas:
    Tracker:
      type: object
      required: [id]
      properties:
        id: { type: string }
        status:
          anyOf:
            - { type: string, enum: [RUNNING, DONE] }
            - { type: 'null' }
    Unused:
      type: object
      properties: { nothing: { type: string } }
`;
